package io.rollcall;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the backend for a registry's URL by its scheme, among the providers that {@link ServiceLoader} knows. */
final class Backends {
    private Backends() {}

    /**
     * One backend for each endpoint.
     *
     * @throws IllegalArgumentException if there is no endpoint, or one that no provider serves
     */
    static List<RegistryBackend> of(List<String> urls, BackendContext context) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException(
                    "registry: none (expected: at least one URL, such as http://localhost:8848)");
        }
        Map<String, RegistryBackendProvider> providers = providers();
        List<RegistryBackend> backends = new ArrayList<>();
        try {
            for (String url : urls) {
                backends.add(backend(url, providers, context));
            }
        } catch (RuntimeException e) {
            backends.forEach(RegistryBackend::close);
            throw e;
        }
        return backends;
    }

    private static RegistryBackend backend(
            String url, Map<String, RegistryBackendProvider> providers, BackendContext context) {
        URI endpoint = parsed(url);
        String scheme = endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
        RegistryBackendProvider provider = providers.get(scheme);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "registry: \"" + redacted(url) + "\" (expected: a URL that begins with one of " + providers.keySet()
                            + "; other registries need their module on the class path)");
        }
        return provider.create(endpoint, context);
    }

    /** Whether the registry at {@code url}, for which there is a backend, is an agent of this host. */
    static boolean isAgent(String url) {
        RegistryBackendProvider provider =
                providers().get(String.valueOf(parsed(url).getScheme()).toLowerCase(Locale.ROOT));
        return provider != null && provider.isAgentOnEachHost();
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "registry: \"" + redacted(url) + "\" (expected: a URL, such as http://localhost:8848)");
        }
    }

    private static Map<String, RegistryBackendProvider> providers() {
        Map<String, RegistryBackendProvider> byScheme = new TreeMap<>();
        for (RegistryBackendProvider provider :
                ServiceLoader.load(RegistryBackendProvider.class, RegistryBackendProvider.class.getClassLoader())) {
            provider.schemes().forEach(scheme -> byScheme.put(scheme, provider));
        }
        return byScheme;
    }

    /** Without a password that may stand before the host. */
    private static String redacted(String url) {
        return url.replaceFirst("//[^/@]*@", "//…@");
    }
}

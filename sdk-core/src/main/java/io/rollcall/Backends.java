package io.rollcall;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendProvider;
import io.rollcall.registry.security.Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the backend for a registry's URL by its scheme, among the providers that {@link ServiceLoader} finds. */
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
        URI given = parsed(url);
        Credentials inUrl = Credentials.in(given);
        if (inUrl != Credentials.none() && context.credentials() != Credentials.none()) {
            throw new IllegalArgumentException("registry: " + withoutUserInfo(given)
                    + " has user info (expected: credentials either in the URL or in the builder, not both)");
        }
        URI endpoint = withoutUserInfo(given);
        String scheme = endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
        RegistryBackendProvider provider = providers.get(scheme);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "registry: \"" + redacted(endpoint) + "\" (expected: a URL that begins with one of "
                            + providers.keySet() + "; other registries need their module on the class path)");
        }
        return provider.create(endpoint, inUrl == Credentials.none() ? context : context.withCredentials(inUrl));
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

    /** The URL without user info. */
    static URI withoutUserInfo(URI url) {
        String authority = url.getRawAuthority();
        int end = authority == null ? -1 : authority.lastIndexOf('@');
        return end < 0 ? url : URI.create(url.toString().replace(authority, authority.substring(end + 1)));
    }

    /** The scheme and authority: path and query may hold secrets. */
    private static String redacted(URI endpoint) {
        return endpoint.getHost() == null
                ? endpoint.getScheme() + ":…"
                : endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }

    /** Text that is not a URL, without what may be a password. */
    private static String redacted(String text) {
        int end = text.lastIndexOf('@');
        return end < 0 ? text : "…" + text.substring(end);
    }

    private static Map<String, RegistryBackendProvider> providers() {
        Map<String, RegistryBackendProvider> byScheme = new TreeMap<>();
        for (RegistryBackendProvider provider :
                ServiceLoader.load(RegistryBackendProvider.class, RegistryBackendProvider.class.getClassLoader())) {
            provider.schemes().forEach(scheme -> byScheme.put(scheme, provider));
        }
        return byScheme;
    }
}

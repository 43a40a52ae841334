package io.rollcall.internal.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are names of services: those that were named, and those without a dot that are not {@code localhost}. IP
 * addresses have dots or colons. A URL with a port of its own names a socket and is never balanced. Immutable.
 */
final class ServiceHosts {
    private static final Pattern SINGLE_LABEL = Pattern.compile("[a-z0-9_-]{1,128}");
    private static final String THIS_MACHINE = "localhost";

    private final Map<String, String> named = new HashMap<>();

    /** @param services those that are known by name, with dots or capital letters as they may be */
    ServiceHosts(Collection<String> services) {
        services.forEach(service -> named.put(service.toLowerCase(Locale.ROOT), service));
    }

    /** The service that {@code url} means, or null. */
    @Nullable
    String serviceOf(HttpUrl url) {
        if (url.port() != HttpUrl.defaultPort(url.scheme())) {
            return null;
        }
        String host = url.host();
        String service = named.get(host);
        if (service != null) {
            return service;
        }
        return SINGLE_LABEL.matcher(host).matches() && !host.equals(THIS_MACHINE) ? host : null;
    }
}

package io.rollcall.internal.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are names of services: those that were declared, and those without a dot that are not {@code localhost}.
 * IP addresses have dots or colons. A URL with a port names a socket and is never balanced. Immutable.
 */
final class ServiceHosts {
    private static final Pattern SINGLE_LABEL = Pattern.compile("[a-z0-9_-]{1,128}");
    private static final String LOCALHOST = "localhost";

    private final Map<String, String> declared = new HashMap<>();

    /** @param services the declared services; their names may have dots or capital letters */
    ServiceHosts(Collection<String> services) {
        services.forEach(service -> declared.put(service.toLowerCase(Locale.ROOT), service));
    }

    /** The service that {@code url} names, or null. */
    @Nullable
    String serviceOf(HttpUrl url) {
        if (url.port() != HttpUrl.defaultPort(url.scheme())) {
            return null;
        }
        String host = url.host();
        String service = declared.get(host);
        if (service != null) {
            return service;
        }
        return SINGLE_LABEL.matcher(host).matches() && !host.equals(LOCALHOST) ? host : null;
    }
}

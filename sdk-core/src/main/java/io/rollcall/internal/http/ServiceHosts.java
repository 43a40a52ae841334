package io.rollcall.internal.http;

import io.rollcall.http.PortInUrl;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are names of services: those that are declared or followed, those that were {@linkplain #learn found} in
 * the registry, and every other without a dot that is not {@code localhost}. IP addresses have dots or colons. Names
 * are compared without case, as hosts are.
 *
 * <p><em>Concurrency:</em> threadsafe. Names are found in the registry under this object's monitor, so that the calls
 * that wait for the same name share one request.
 */
final class ServiceHosts {
    private static final Pattern SINGLE_LABEL = Pattern.compile("[a-z0-9_-]{1,128}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,128}");
    private static final Pattern IP_V4 = Pattern.compile("[0-9.]+");
    private static final String LOCALHOST = "localhost";
    private static final long LEARN_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final ServiceNames names;
    private final PortInUrl portInUrl;
    private final TimeSource time;
    private final Map<String, String> found = new ConcurrentHashMap<>();
    /** Guarded by this object's monitor; null before the first time. */
    private @Nullable Long learnedAt;

    ServiceHosts(ServiceNames names, PortInUrl portInUrl, TimeSource time) {
        this.names = names;
        this.portInUrl = portInUrl;
        this.time = time;
        names.declared().forEach(service -> found.put(service.toLowerCase(Locale.ROOT), service));
    }

    /** The service that {@code url} names, or null. */
    @Nullable
    String serviceOf(HttpUrl url) {
        return namesSocket(url) ? null : serviceOf(url.host());
    }

    /** Whether {@code url} would name a service if it had no port. */
    boolean isServiceWithPort(HttpUrl url) {
        return namesSocket(url) && serviceOf(url.host()) != null;
    }

    private boolean namesSocket(HttpUrl url) {
        return portInUrl == PortInUrl.SOCKET && url.port() != HttpUrl.defaultPort(url.scheme());
    }

    private @Nullable String serviceOf(String host) {
        String service = found.get(host);
        if (service != null) {
            return service;
        }
        Collection<String> followed = names.followed().get();
        if (followed.contains(host)) {
            return host;
        }
        service = ignoringCase(host, followed);
        if (service != null) {
            return service;
        }
        return SINGLE_LABEL.matcher(host).matches() && !host.equals(LOCALHOST) ? host : null;
    }

    /** The service that {@code url} names by what the {@linkplain #learn registry} knows, or null. */
    @Nullable
    String learnedServiceOf(HttpUrl url) {
        return namesSocket(url) ? null : learn(url.host());
    }

    /**
     * The service that the registry knows by the name {@code host} in another case, or with dots, or null. For hosts
     * that are found nowhere else; asks the registry at most every five seconds, and blocks.
     */
    synchronized @Nullable String learn(String host) {
        if (!NAME.matcher(host).matches() || IP_V4.matcher(host).matches() || host.equals(LOCALHOST)) {
            return null;
        }
        String known = found.get(host);
        if (known != null) {
            return known;
        }
        long now = time.nanoTime();
        if (learnedAt != null && now - learnedAt < LEARN_AGAIN_NANOS) {
            return null;
        }
        learnedAt = now;
        String service = ignoringCase(host, registered());
        if (service != null) {
            found.put(host, service);
        }
        return service;
    }

    private Collection<String> registered() {
        try {
            return names.registered().get();
        } catch (RuntimeException e) {
            return List.of(); // The call fails as it would have without this.
        }
    }

    private static @Nullable String ignoringCase(String host, Collection<String> services) {
        for (String service : services) {
            if (service.equalsIgnoreCase(host)) {
                return service;
            }
        }
        return null;
    }
}

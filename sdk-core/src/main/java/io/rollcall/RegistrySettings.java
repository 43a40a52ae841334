package io.rollcall;

import io.rollcall.internal.DurationChecks;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link RollcallBuilder} about the connection to the registry; the builder documents each value. Not
 * threadsafe.
 */
final class RegistrySettings {
    /** A comma before another URL or the end: passwords in URLs may contain commas too. */
    private static final String BETWEEN_URLS = ",(?=\\s*([A-Za-z][A-Za-z0-9+.-]*:|$))";

    private final List<String> urls = new ArrayList<>();
    private Function<TimeSource, Credentials> credentials = clock -> Credentials.none();
    private String credentialsKind = "";
    private Duration requestTimeout = Duration.ofSeconds(2);
    private @Nullable Tls tls;

    void add(String... several) {
        for (String some : several) {
            for (String url : some.split(BETWEEN_URLS, -1)) {
                urls.add(url.strip());
            }
        }
    }

    /**
     * Sets the credentials.
     *
     * @param kind the builder's name for them
     * @param of makes the credentials, once the clock is known
     * @throws IllegalArgumentException if credentials of another kind were set
     */
    void credentials(String kind, Function<TimeSource, Credentials> of) {
        if (!credentialsKind.isEmpty() && !credentialsKind.equals(kind)) {
            throw new IllegalArgumentException("credentials: " + credentialsKind + " and " + kind
                    + " (expected: one of token, tokenFile and basic). Next: remove one of the two.");
        }
        credentialsKind = kind;
        credentials = of;
    }

    void tls(Tls value) {
        tls = value;
    }

    void requestTimeout(Duration timeout) {
        requestTimeout = DurationChecks.positive("requestTimeout", timeout);
    }

    /**
     * One backend for each endpoint.
     *
     * @param refused receives a service and how many of its entries were not legal instances
     * @throws IllegalArgumentException if there is no endpoint, or one that no provider serves
     */
    List<RegistryBackend> open(TimeSource time, ObjIntConsumer<String> refused) {
        return Backends.of(
                urls,
                BackendContext.of(time, requestTimeout)
                        .withCredentials(credentials.apply(time))
                        .withTls(tls)
                        .withRefusedEntries(refused));
    }

    /** The first endpoint without user info. Call it after {@link #open}, which validates the URLs. */
    URI firstEndpoint() {
        return Backends.withoutUserInfo(URI.create(urls.get(0)));
    }

    /** Whether the first endpoint is an agent on this host. */
    boolean isAgent() {
        return Backends.isAgent(urls.get(0));
    }
}

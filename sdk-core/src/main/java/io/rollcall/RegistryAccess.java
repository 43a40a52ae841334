package io.rollcall;

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
 * How the registry is reached: where it is, what it is shown, and for how long it may take. Filled by
 * {@link RollcallBuilder}, which says what each means. Not threadsafe.
 */
final class RegistryAccess {
    /** A comma that a URL follows, or nothing: passwords in URLs may have commas too. */
    private static final String BETWEEN_URLS = ",(?=\\s*([A-Za-z][A-Za-z0-9+.-]*:|$))";

    private final List<String> urls = new ArrayList<>();
    private Function<TimeSource, Credentials> credentials = clock -> Credentials.none();
    private Duration requestTimeout = Duration.ofSeconds(2);
    private @Nullable Tls tls;

    void add(String... several) {
        for (String some : several) {
            for (String url : some.split(BETWEEN_URLS, -1)) {
                urls.add(url.strip());
            }
        }
    }

    /** @param of the credentials for a clock, which is chosen later */
    void credentials(Function<TimeSource, Credentials> of) {
        credentials = of;
    }

    void tls(Tls how) {
        tls = how;
    }

    void requestTimeout(Duration timeout) {
        requestTimeout = RollcallBuilder.positive("requestTimeout", timeout);
    }

    /**
     * One backend for each endpoint.
     *
     * @param refused is told of entries that are no legal instances
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

    /** The first endpoint without what must not be shown, once there is one that is legal. */
    URI firstEndpoint() {
        return Backends.without(URI.create(urls.get(0)));
    }

    /** Whether the first endpoint is an agent of this host. */
    boolean isAgent() {
        return Backends.isAgent(urls.get(0));
    }
}

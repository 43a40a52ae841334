package io.rollcall.registry;

import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK hands to a backend.
 *
 * @param time where time is read
 * @param requestTimeout how long one request may take as a whole
 * @param credentials what to show to the registry. User info in the registry's URL is in here, and not in the URL that
 *     a backend gets
 * @param tls how to speak TLS, or null for the JVM's own way
 * @param refusedEntries to be told, for each answer that has some, how many entries of which service were no legal
 *     instances and were left out. Never throws
 */
public record BackendContext(
        TimeSource time,
        Duration requestTimeout,
        Credentials credentials,
        @Nullable Tls tls,
        ObjIntConsumer<String> refusedEntries) {

    /** Without credentials, with the JVM's own TLS, and nobody to be told of entries. */
    public BackendContext(TimeSource time, Duration requestTimeout) {
        this(time, requestTimeout, Credentials.none(), null, (service, count) -> {});
    }

    /** The same with other credentials. */
    public BackendContext with(Credentials others) {
        return new BackendContext(time, requestTimeout, others, tls, refusedEntries);
    }
}

package io.rollcall.registry;

import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK hands to a backend when it is created.
 *
 * <p>Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class BackendContext {
    private final TimeSource clock;
    private final Duration requestTimeout;
    private final Credentials credentials;
    private final @Nullable Tls tls;
    private final ObjIntConsumer<String> refusedEntries;

    private BackendContext(
            TimeSource clock,
            Duration requestTimeout,
            Credentials credentials,
            @Nullable Tls tls,
            ObjIntConsumer<String> refusedEntries) {
        this.clock = clock;
        this.requestTimeout = requestTimeout;
        this.credentials = credentials;
        this.tls = tls;
        this.refusedEntries = refusedEntries;
    }

    /** A context without credentials, with the TLS of the JVM, in which refused entries are not reported. */
    public static BackendContext of(TimeSource clock, Duration requestTimeout) {
        return new BackendContext(clock, requestTimeout, Credentials.none(), null, (service, count) -> {});
    }

    /** The same with {@code credentials}. */
    public BackendContext withCredentials(Credentials credentials) {
        return new BackendContext(clock, requestTimeout, credentials, tls, refusedEntries);
    }

    /** The same with {@code tls}; null for the TLS of the JVM. */
    public BackendContext withTls(@Nullable Tls tls) {
        return new BackendContext(clock, requestTimeout, credentials, tls, refusedEntries);
    }

    /** The same with another consumer of refused entries, see {@link #refusedEntries()}. */
    public BackendContext withRefusedEntries(ObjIntConsumer<String> refusedEntries) {
        return new BackendContext(clock, requestTimeout, credentials, tls, refusedEntries);
    }

    /** Where time is read. */
    public TimeSource clock() {
        return clock;
    }

    /** The time limit of one request, from its start to the end of its response. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /**
     * What to show to the registry. User info in the registry's URL is in here, and not in the URL that a backend gets.
     */
    public Credentials credentials() {
        return credentials;
    }

    /** How to speak TLS, or null for the TLS of the JVM. */
    public @Nullable Tls tls() {
        return tls;
    }

    /**
     * To be called for each response that has some with the service and the number of entries that are not legal
     * instances and were dropped; with an empty service for the list of services. Never throws.
     */
    public ObjIntConsumer<String> refusedEntries() {
        return refusedEntries;
    }
}

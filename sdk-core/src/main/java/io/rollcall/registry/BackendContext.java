package io.rollcall.registry;

import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings and collaborators that the SDK passes to a new backend. Backends use {@link #clock()} instead of the
 * system's time, so that tests can run on virtual time.
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

    /** A context without credentials, with the JVM's default TLS, in which refused entries are not reported. */
    public static BackendContext of(TimeSource clock, Duration requestTimeout) {
        return new BackendContext(clock, requestTimeout, Credentials.none(), null, (service, count) -> {});
    }

    /** Returns a copy with {@code credentials}. */
    public BackendContext withCredentials(Credentials credentials) {
        return new BackendContext(clock, requestTimeout, credentials, tls, refusedEntries);
    }

    /** Returns a copy with {@code tls}; null for the JVM's default TLS. */
    public BackendContext withTls(@Nullable Tls tls) {
        return new BackendContext(clock, requestTimeout, credentials, tls, refusedEntries);
    }

    /** Returns a copy with another consumer of refused entries, see {@link #refusedEntries()}. */
    public BackendContext withRefusedEntries(ObjIntConsumer<String> refusedEntries) {
        return new BackendContext(clock, requestTimeout, credentials, tls, refusedEntries);
    }

    /** The source of time. */
    public TimeSource clock() {
        return clock;
    }

    /** The time limit of one request, from its start to the end of its response. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /**
     * The credentials to send to the registry. They include user info of the registry's URL; the URL that a backend
     * gets has none.
     */
    public Credentials credentials() {
        return credentials;
    }

    /** The TLS configuration, or null for the JVM's default. */
    public @Nullable Tls tls() {
        return tls;
    }

    /**
     * To be called for each response from which illegal entries were dropped, with the service and their number; with
     * an empty service for the list of services. Never throws. {@link io.rollcall.registry.support.RefusedEntries}
     * calls it.
     */
    public ObjIntConsumer<String> refusedEntries() {
        return refusedEntries;
    }
}

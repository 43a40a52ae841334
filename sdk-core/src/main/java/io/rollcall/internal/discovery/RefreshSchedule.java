package io.rollcall.internal.discovery;

import io.rollcall.internal.SdkRuntime;

/**
 * When a service is fetched next: ahead of its TTL after a response, with backoff after a failure, and soon after the
 * watch was lost; each with jitter.
 *
 * <p>Not threadsafe: guarded by the entry's lock.
 */
final class RefreshSchedule {
    private final SdkRuntime runtime;
    private final DiscoveryConfig config;
    private boolean fetching;
    private boolean watched;
    private int failures;
    private int emptyResponses;
    private long nextNanos;

    RefreshSchedule(SdkRuntime runtime, DiscoveryConfig config) {
        this.runtime = runtime;
        this.config = config;
        this.nextNanos = now();
    }

    /** Marks a fetch as under way. Returns false if one already is. */
    boolean tryStart() {
        boolean idle = !fetching;
        fetching = true;
        return idle;
    }

    void finished() {
        fetching = false;
    }

    boolean isDue(long nowNanos) {
        return !fetching && nowNanos - nextNanos >= 0;
    }

    void watched(boolean now) {
        watched = now;
    }

    /**
     * The registry responded.
     *
     * @param empty whether the service has no instance: the first may appear at any moment, or never
     * @param retaining whether instances are served that the registry seems to have lost
     */
    void succeeded(boolean empty, boolean retaining) {
        failures = 0;
        emptyResponses = empty ? emptyResponses + 1 : 0;
        nextNanos = now()
                + (retaining
                        ? config.confirmNanos(runtime.randomness())
                        : config.refreshNanos(watched, emptyResponses, runtime.randomness()));
    }

    void failed() {
        failures++;
        nextNanos = now() + config.retryNanos(failures, runtime.randomness());
    }

    /** The watch was lost. */
    void refreshSoon() {
        watched = false;
        long soon = now() + config.soonNanos(runtime.randomness());
        nextNanos = soon - nextNanos < 0 ? soon : nextNanos;
    }

    private long now() {
        return runtime.time().nanoTime();
    }
}

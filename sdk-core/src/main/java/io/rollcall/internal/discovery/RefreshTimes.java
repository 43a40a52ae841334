package io.rollcall.internal.discovery;

import io.rollcall.internal.SdkRuntime;

/**
 * When a service is to be asked for next: ahead of its TTL after an answer, with backoff after a failure, and soon
 * after the watch was lost. All of it with jitter.
 *
 * <p>Not threadsafe: guarded by the entry's lock.
 */
final class RefreshTimes {
    private final SdkRuntime runtime;
    private final DiscoveryConfig config;
    private boolean asking;
    private boolean watched;
    private int failures;
    private int emptyAnswers;
    private long nextNanos;

    RefreshTimes(SdkRuntime runtime, DiscoveryConfig config) {
        this.runtime = runtime;
        this.config = config;
        this.nextNanos = now();
    }

    /** False if a question is under way already. */
    boolean begin() {
        boolean first = !asking;
        asking = true;
        return first;
    }

    void ended() {
        asking = false;
    }

    boolean isDue(long nowNanos) {
        return !asking && nowNanos - nextNanos >= 0;
    }

    void watched(boolean now) {
        watched = now;
    }

    /**
     * @param nobody whether there is no instance: one may appear at any moment, or never
     * @param keeping whether there are instances that the registry seems to have lost
     */
    void answered(boolean nobody, boolean keeping) {
        failures = 0;
        emptyAnswers = nobody ? emptyAnswers + 1 : 0;
        nextNanos = now()
                + (keeping
                        ? config.confirmNanos(runtime.randomness())
                        : config.refreshNanos(watched, emptyAnswers, runtime.randomness()));
    }

    void failed() {
        failures++;
        nextNanos = now() + config.retryNanos(failures, runtime.randomness());
    }

    /** The watch was lost. */
    void hasten() {
        watched = false;
        long soon = now() + config.soonNanos(runtime.randomness());
        nextNanos = soon - nextNanos < 0 ? soon : nextNanos;
    }

    private long now() {
        return runtime.time().nanoTime();
    }
}

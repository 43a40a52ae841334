package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.time.TimeSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Limits further attempts (retries and hedges) to a share of the calls of the last ten seconds, as Finagle's retry
 * budget does: when everything fails, the load grows by that share and not by the number of attempts.
 *
 * <p><em>Concurrency:</em> threadsafe. Calls are counted without a lock, but for the first of each second; further
 * attempts are granted one at a time, so the budget is never exceeded.
 *
 * @since 0.1
 */
public final class RetryBudget {
    private static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final TimeSource time;
    private final Supplier<RetryPolicy> policy;
    private final Second[] ring = new Second[SECONDS];
    private final long start;

    /** A budget by the policy that is in force at each request. */
    public RetryBudget(TimeSource time, Supplier<RetryPolicy> policy) {
        this.time = time;
        this.policy = policy;
        this.start = time.nanoTime();
        for (int i = 0; i < SECONDS; i++) {
            ring[i] = new Second();
        }
    }

    /** Counts a call that begins; its further attempts are not counted here. */
    public void called() {
        current().calls.increment();
    }

    /** Whether one more attempt is granted. If so, it is spent. */
    public synchronized boolean acquire() {
        Second now = current();
        RetryPolicy retry = policy.get();
        long calls = 0;
        long retries = 0;
        long oldest = now.number - SECONDS;
        for (Second second : ring) {
            if (second.number > oldest) {
                calls += second.calls.sum();
                retries += second.retries;
            }
        }
        double perSecond = (double) calls / Math.min(SECONDS, now.number + 1);
        boolean granted = retries < allowed(retry, calls, SECONDS)
                && now.retries < allowed(retry, Math.max(perSecond, now.calls.sum()), 1);
        if (granted) {
            now.retries++;
        }
        return granted;
    }

    private static double allowed(RetryPolicy retry, double calls, int seconds) {
        return Math.max(retry.budget() * calls, (double) retry.minPerSecond() * seconds);
    }

    private Second current() {
        long number = (time.nanoTime() - start) / SECOND;
        Second second = ring[(int) Math.floorMod(number, (long) SECONDS)];
        return second.number == number ? second : begin(second, number);
    }

    private synchronized Second begin(Second second, long number) {
        if (second.number < number) {
            second.calls.reset();
            second.retries = 0;
            second.number = number;
        }
        return second;
    }

    /** One second's counts; {@code retries} is guarded by the budget's lock. */
    private static final class Second {
        private final LongAdder calls = new LongAdder();
        private long retries;
        private volatile long number = -1;
    }
}

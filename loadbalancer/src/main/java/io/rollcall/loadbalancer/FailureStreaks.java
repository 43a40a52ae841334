package io.rollcall.loadbalancer;

import io.rollcall.model.Outcome;

/**
 * Failures in a row, by kind, and failures since the last sweep.
 *
 * <p><em>Concurrency:</em> failures count under this object's lock. A success takes no lock: it reads one field and
 * writes only where a streak ends.
 */
final class FailureStreaks {
    private volatile boolean streak;
    private int all;
    private int gateway;
    private int connection;
    private long sinceSweep;

    /** Counts one outcome; true if a streak has reached its limit. */
    boolean add(Outcome outcome, StreakLimits limits) {
        if (outcome.isFailure()) {
            return failed(outcome, limits);
        }
        if (streak && outcome == Outcome.SUCCESS) {
            reset();
        }
        return false;
    }

    private synchronized boolean failed(Outcome outcome, StreakLimits limits) {
        streak = true;
        sinceSweep++;
        all++;
        gateway = outcome == Outcome.SERVER_ERROR ? 0 : gateway + 1;
        connection = outcome == Outcome.CONNECTION_ERROR ? connection + 1 : 0;
        return reached(all, limits.failures())
                || reached(gateway, limits.gateway())
                || reached(connection, limits.connection());
    }

    synchronized void reset() {
        streak = false;
        all = 0;
        gateway = 0;
        connection = 0;
    }

    synchronized long takeFailures() {
        long failures = sinceSweep;
        sinceSweep = 0;
        return failures;
    }

    private static boolean reached(int count, int limit) {
        return limit > 0 && count >= limit;
    }
}

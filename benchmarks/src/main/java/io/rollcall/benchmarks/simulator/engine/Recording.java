package io.rollcall.benchmarks.simulator.engine;

import java.time.Duration;
import java.util.Arrays;

/** Measurements of the calls: latencies, failures, calls per server. Calls of the warm-up do not count. */
public final class Recording {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final long fromNanos;
    private long[] latencies = new long[1 << 16];
    private int calls;
    private long failures;
    private final Timeline attempted = new Timeline(SECOND);
    private final Timeline began = new Timeline(SECOND);
    private final Timeline failed = new Timeline(SECOND);

    Recording(Duration warmup) {
        this.fromNanos = warmup.toNanos();
    }

    void attempt(long nowNanos) {
        attempted.count(nowNanos);
    }

    void call(long startNanos, long nowNanos, boolean failure) {
        began.count(startNanos);
        if (failure) {
            failed.count(nowNanos);
        }
        if (startNanos < fromNanos) {
            return;
        }
        if (calls == latencies.length) {
            latencies = Arrays.copyOf(latencies, calls * 2);
        }
        latencies[calls++] = nowNanos - startNanos;
        failures += failure ? 1 : 0;
    }

    /** How many calls ended. */
    public int calls() {
        return calls;
    }

    /** Requests sent in each second, retries included, the warm-up too. */
    public Timeline attempted() {
        return attempted;
    }

    /** Calls that began in each second. */
    public Timeline began() {
        return began;
    }

    /** Calls that failed in each second. */
    public Timeline failed() {
        return failed;
    }

    /** Failed calls as a share of all. */
    public double failureShare() {
        return (double) failures / calls;
    }

    /** The mean latency in milliseconds. */
    public double meanMillis() {
        double sum = 0;
        for (int i = 0; i < calls; i++) {
            sum += latencies[i];
        }
        return sum / calls / NANOS_PER_MILLI;
    }

    /** The latency in milliseconds of this percentile. */
    public double percentileMillis(double share) {
        long[] sorted = Arrays.copyOf(latencies, calls);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * calls);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }

    /** The share of calls with a response within {@code limit}. */
    public double shareWithin(Duration limit) {
        return (double) Arrays.stream(latencies, 0, calls)
                        .filter(nanos -> nanos <= limit.toNanos())
                        .count()
                / calls;
    }
}

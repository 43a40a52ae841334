package io.rollcall.benchmarks.pick;

import io.rollcall.model.ServiceInstance;
import io.rollcall.time.TimeSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The least code for a peak EWMA: stored averages and counters in arrays, two draws, and the clock per call. */
@State(Scope.Benchmark)
public class EwmaBaseline {
    private static final TimeSource TIME = TimeSource.system();
    private static final double DECAY_NANOS = 10e9;

    /** How many instances there are. */
    @Param("100")
    public int n;

    private ServiceInstance[] instances = new ServiceInstance[0];
    private AtomicInteger[] inFlight = new AtomicInteger[0];
    private AtomicLongArray averages = new AtomicLongArray(0);
    private AtomicLongArray stamps = new AtomicLongArray(0);

    /** Fills the arrays. */
    @Setup
    public void fill() {
        instances = Fleet.equal(n).toArray(ServiceInstance[]::new);
        inFlight = new AtomicInteger[n];
        averages = new AtomicLongArray(n);
        stamps = new AtomicLongArray(n);
        for (int i = 0; i < n; i++) {
            inFlight[i] = new AtomicInteger();
            averages.set(i, Double.doubleToRawLongBits(1e6 + i));
        }
    }

    /** The cheaper of two. */
    @Benchmark
    public ServiceInstance ewma() {
        return instances[cheaper()];
    }

    /** As above, with the call's time and outcome. */
    @Benchmark
    public ServiceInstance ewmaCall() {
        int i = cheaper();
        inFlight[i].getAndIncrement();
        long start = TIME.nanoTime();
        long now = TIME.nanoTime();
        inFlight[i].getAndDecrement();
        double average = Double.longBitsToDouble(averages.getPlain(i));
        double latency = now - start;
        double kept = Math.exp(-(now - stamps.getPlain(i)) / DECAY_NANOS);
        averages.setPlain(
                i, Double.doubleToRawLongBits(latency > average ? latency : average * kept + latency * (1 - kept)));
        stamps.setPlain(i, now);
        return instances[i];
    }

    private int cheaper() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int i = random.nextInt(n);
        int j = random.nextInt(n - 1);
        int other = j < i ? j : j + 1;
        return cost(other) < cost(i) ? other : i;
    }

    private double cost(int i) {
        return Double.longBitsToDouble(averages.getOpaque(i)) * (inFlight[i].get() + 1);
    }
}

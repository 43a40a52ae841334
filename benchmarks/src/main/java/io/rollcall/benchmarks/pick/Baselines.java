package io.rollcall.benchmarks.pick;

import io.rollcall.model.ServiceInstance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The least code that picks: arrays and atomics, without routes, updates, statistics or explanations. */
@State(Scope.Benchmark)
public class Baselines {
    /** How many instances there are. */
    @Param("100")
    public int n;

    /** Whose subset is taken; not a constant, as it would not be for a caller. */
    public String zone = "zone-1";

    private final AtomicInteger next = new AtomicInteger();
    private ServiceInstance[] instances = new ServiceInstance[0];
    private AtomicInteger[] inFlight = new AtomicInteger[0];
    private double[] threshold = new double[0];
    private int[] alias = new int[0];
    private int[] schedule = new int[0];
    private final Map<String, ServiceInstance[]> subsets = new HashMap<>();

    /** Fills the arrays. */
    @Setup
    public void fill() {
        List<ServiceInstance> fleet = Fleet.weighted(n);
        instances = fleet.toArray(ServiceInstance[]::new);
        inFlight = new AtomicInteger[n];
        threshold = new double[n];
        alias = new int[n];
        for (int i = 0; i < n; i++) {
            inFlight[i] = new AtomicInteger();
            threshold[i] = fleet.get(i).weight() / 100.0;
            alias[i] = n - 1 - i;
        }
        fleet.stream()
                .collect(Collectors.groupingBy(instance -> String.valueOf(instance.zone())))
                .forEach((zone, members) -> subsets.put(zone, members.toArray(ServiceInstance[]::new)));
        schedule = IntStream.range(0, n)
                .flatMap(i -> IntStream.generate(() -> i).limit(fleet.get(i).weight() / 10))
                .toArray();
    }

    /** An array and an atomic counter. */
    @Benchmark
    public ServiceInstance arrayCounter() {
        return instances[turn()];
    }

    /** The instances of a zone, kept by its name, and an atomic counter. */
    @Benchmark
    public ServiceInstance cachedSubset() {
        ServiceInstance[] subset = subsets.getOrDefault(zone, instances);
        return subset[(next.getAndIncrement() & Integer.MAX_VALUE) % subset.length];
    }

    /** An array and an atomic counter, the call counted as in flight and back. */
    @Benchmark
    public ServiceInstance arrayCounterCall() {
        return called(turn());
    }

    /** An array and the thread's own random number. */
    @Benchmark
    public ServiceInstance threadLocalRandom() {
        return instances[ThreadLocalRandom.current().nextInt(n)];
    }

    /** An order of turns by weight, worked out ahead. */
    @Benchmark
    public ServiceInstance schedule() {
        return instances[schedule[(next.getAndIncrement() & Integer.MAX_VALUE) % schedule.length]];
    }

    /** An alias table of thresholds and other indices. */
    @Benchmark
    public ServiceInstance aliasTable() {
        return instances[drawn()];
    }

    /** As above, the call counted as in flight and back. */
    @Benchmark
    public ServiceInstance aliasTableCall() {
        return called(drawn());
    }

    /** Two distinct ones at random, the one with fewer calls in flight. */
    @Benchmark
    public ServiceInstance p2c() {
        return instances[lessBusy()];
    }

    /** As above, the call counted as in flight and back. */
    @Benchmark
    public ServiceInstance p2cCall() {
        return called(lessBusy());
    }

    private int turn() {
        return (next.getAndIncrement() & Integer.MAX_VALUE) % n;
    }

    private int drawn() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int i = random.nextInt(n);
        return random.nextDouble() < threshold[i] ? i : alias[i];
    }

    private int lessBusy() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int i = random.nextInt(n);
        int j = random.nextInt(n - 1);
        int other = j < i ? j : j + 1;
        return inFlight[other].get() < inFlight[i].get() ? other : i;
    }

    private ServiceInstance called(int i) {
        inFlight[i].getAndIncrement();
        inFlight[i].getAndDecrement();
        return instances[i];
    }
}

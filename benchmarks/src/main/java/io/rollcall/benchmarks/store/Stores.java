package io.rollcall.benchmarks.store;

import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A registry's work on each store: many services, each thread on its own way through them. */
@State(Scope.Benchmark)
public class Stores {
    private static final int BEATS_PER_QUERY = 10;
    private static final int BEATS_PER_REGISTRATION = 100;

    /** Which store. */
    @Param("per-service")
    public String store = "";

    /** How many instances there are in all. */
    @Param("10000")
    public int n;

    private Store held = new LockedMap();
    private RegistrationRequest[] older = new RegistrationRequest[0];
    private RegistrationRequest[] newer = new RegistrationRequest[0];

    /** Registers all instances. */
    @Setup
    public void fill() {
        held = switch (store) {
            case "per-service" -> new RegistryStore();
            case "one-lock" -> new LockedMap();
            case "16-shards" -> new ShardedMap();
            default -> throw new IllegalArgumentException("store: " + store);
        };
        older = new RegistrationRequest[n];
        newer = new RegistrationRequest[n];
        for (int i = 0; i < n; i++) {
            older[i] = BenchmarkServices.of(i, false);
            newer[i] = BenchmarkServices.of(i, true);
            held.register(older[i]);
        }
    }

    /** Where a thread is on its way. */
    @State(Scope.Thread)
    public static class Way {
        private static final int STRIDE = 7_919; // prime, so that it meets all, and rarely one service twice in a row
        private static final AtomicInteger THREADS = new AtomicInteger();

        private int at = THREADS.getAndIncrement() * 1_231;
        private int rounds;

        int next(int n) {
            at += STRIDE;
            if (at >= n) {
                at %= n;
                rounds++;
            }
            return at;
        }
    }

    /** An instance registers with changed metadata. */
    @Benchmark
    public void register(Way way) {
        int i = way.next(n);
        held.register((way.rounds & 1) == 0 ? newer[i] : older[i]);
    }

    /** An instance renews its lease. */
    @Benchmark
    public boolean heartbeat(Way way) {
        RegisteredInstance instance = older[way.next(n)].instance();
        return held.heartbeat(instance.serviceName(), instance.instanceId());
    }

    /** A caller fetches a service. */
    @Benchmark
    public List<RegisteredInstance> query(Way way) {
        return held.query(older[way.next(n)].instance().serviceName());
    }

    /** A typical load: 10 queries and one change per 100 heartbeats. */
    @Benchmark
    public boolean mixed(Way way) {
        int i = way.next(n);
        if (i % BEATS_PER_REGISTRATION == 0) {
            register(way);
        }
        if (i % BEATS_PER_QUERY == 0) {
            query(way);
        }
        return heartbeat(way);
    }
}

package io.rollcall.benchmarks.pick;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Picks by a request's key, against the minimum: the key's hash into a table. */
@State(Scope.Benchmark)
public class KeyedPicks {
    private static final int TABLE = 65_537;
    private static final double BOUND = 1.25;

    /** The strategy's name. */
    @Param("maglev")
    public String strategy = "";

    /** How many instances there are. */
    @Param("100")
    public int n;

    private final RequestContext[] requests = Fleet.keyed();
    private LoadBalancer balancer = LoadBalancer.of(Fleet.SERVICE);
    private ServiceInstance[] instances = new ServiceInstance[0];
    private int[] table = new int[0];

    /** Compiles the plan, and fills the baseline's table. */
    @Setup
    public void compile() {
        balancer = LoadBalancer.builder(Fleet.SERVICE)
                .policy(ServicePolicy.builder().strategy(wanted()).build())
                .build();
        balancer.update(Fleet.equal(n));
        instances = Fleet.equal(n).toArray(ServiceInstance[]::new);
        SplittableRandom random = new SplittableRandom(1);
        table = random.ints(TABLE, 0, n).toArray();
    }

    private Strategy wanted() {
        return switch (strategy) {
            case "maglev-bounded" -> Strategies.maglev(maglev -> maglev.boundedLoad(BOUND));
            case "ring-hash-bounded" -> Strategies.ringHash(ring -> ring.boundedLoad(BOUND));
            default -> Strategies.named(strategy);
        };
    }

    /** Where a thread is among the requests. */
    @State(Scope.Thread)
    public static class Way {
        private int at;

        RequestContext next(RequestContext[] requests) {
            return requests[at++ & requests.length - 1];
        }
    }

    /** Chooses by the key. */
    @Benchmark
    public ServiceInstance choose(Way way) {
        return balancer.choose(way.next(requests));
    }

    /** The key's hash code, spread by two multiplications, into a table of the Maglev size. */
    @Benchmark
    @SuppressWarnings("NullAway") // every request has a key
    public ServiceInstance hashTable(Way way) {
        long hash = way.next(requests).key().hashCode() + 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return instances[table[(int) ((hash >>> 32) * TABLE >>> 32)]];
    }
}

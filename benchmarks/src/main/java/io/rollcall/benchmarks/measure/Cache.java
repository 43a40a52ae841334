package io.rollcall.benchmarks.measure;

import io.rollcall.Rollcall;
import io.rollcall.benchmarks.machine.Heap;
import io.rollcall.event.RollcallListener;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A caller that follows many services: the heap it takes, and whether a change of one costs more because of the rest.
 */
final class Cache implements Experiment {
    private static final int SERVICES = 1_000;
    private static final int INSTANCES = 10;
    private static final int CHANGES = 300;
    private static final int ROUNDS = 8;
    private static final double MOST_GROWTH = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TimeSource time = TimeSource.system();

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public List<MeasuredValue> run(Consumer<String> progress) throws InterruptedException {
        try (MockRegistry registry =
                MockRegistry.builder().ttl(Duration.ofMinutes(10)).start()) {
            for (int service = 0; service < SERVICES; service++) {
                for (int i = 0; i < INSTANCES; i++) {
                    registry.register(instance(service, i, 0));
                }
            }
            double one = changeToPlan(registry, 1);
            progress.accept("cache: one service followed");
            long before = Heap.used();
            Caller caller = new Caller(registry, SERVICES);
            long bytes = Heap.used() - before;
            progress.accept("cache: " + SERVICES + " services followed");
            double many = leastMedian(registry, caller);
            caller.close();
            return List.of(
                    MeasuredValue.reported(
                            name(), "heap per cached instance", (double) bytes / SERVICES / INSTANCES, "B"),
                    MeasuredValue.reported(name(), "heap of 10,000 instances of 1,000 services", bytes / 1e6, "MB"),
                    MeasuredValue.reported(name(), "change to plan with 1 service followed, least p50", one, "ms"),
                    MeasuredValue.reported(name(), "change to plan with 1,000, least p50", many, "ms"),
                    MeasuredValue.atMost(MOST_GROWTH, name(), "1,000 services over 1", many / one, "×"));
        }
    }

    private double changeToPlan(MockRegistry registry, int services) throws InterruptedException {
        try (Caller caller = new Caller(registry, services)) {
            return leastMedian(registry, caller);
        }
    }

    /** Of a few rounds: where threads wake up on a busy machine differs from round to round by more than the work. */
    private double leastMedian(MockRegistry registry, Caller caller) throws InterruptedException {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            least = Math.min(least, changes(registry, caller).millis(0.5));
        }
        return least;
    }

    /** One change after the other, each when the previous one is in the plan. */
    private Samples changes(MockRegistry registry, Caller caller) throws InterruptedException {
        Samples samples = new Samples();
        caller.telling = true;
        for (int i = 1; i <= CHANGES; i++) {
            long start = time.nanoTime();
            registry.register(instance(0, 0, i));
            if (caller.plans.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS) == null) {
                throw new IllegalStateException("no plan after a change within " + PATIENCE);
            }
            samples.add(time.nanoTime() - start);
        }
        caller.telling = false;
        return samples;
    }

    private static RegistrationRequest instance(int service, int i, int change) {
        return RegistrationRequest.of("service-" + service, "10.0." + service / 250 + "." + (i + 1), 8080)
                .instanceId("s-" + service + "-" + i)
                .metadata("version", "1.4." + change)
                .metadata("env", "prod")
                .metadata("zone", "eu-1a")
                .build();
    }

    private static final class Caller implements RollcallListener, LoadBalancerListener, AutoCloseable {
        private final LinkedBlockingQueue<Long> plans = new LinkedBlockingQueue<>();
        private final Rollcall rollcall;
        private volatile boolean telling;

        Caller(MockRegistry registry, int services) {
            this.rollcall = Rollcall.builder()
                    .registry(registry.uri().toString())
                    .listener(this)
                    .build();
            for (int i = 0; i < services; i++) {
                rollcall.service("service-" + i);
            }
            for (int i = 0; i < services; i++) {
                rollcall.service("service-" + i).awaitInstances(INSTANCES, PATIENCE);
            }
        }

        @Override
        public LoadBalancerListener loadBalancer(String service) {
            return service.equals("service-0") ? this : LoadBalancerListener.NONE;
        }

        @Override
        public void onPlanCompiled(PlanCompiledEvent event) {
            if (telling) {
                plans.offer(event.revision());
            }
        }

        @Override
        public void close() {
            rollcall.close();
        }
    }
}

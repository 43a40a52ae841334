package io.rollcall.benchmarks.measure;

import io.rollcall.Rollcall;
import io.rollcall.benchmarks.machine.Delay;
import io.rollcall.event.RollcallListener;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The time from a change in the registry to the new plan, in each of many callers. */
final class Propagation implements Experiment {
    private static final String SERVICE = "user-service";
    private static final int CLIENTS = 100;
    private static final int INSTANCES = 10;
    private static final int CHANGES_PER_SECOND = 100;
    private static final int WARM_UP = 500;
    private static final int CHANGES = 2_000;
    private static final double MOST_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TimeSource time = TimeSource.system();

    @Override
    public String name() {
        return "propagation";
    }

    @Override
    public List<MeasuredValue> run(Consumer<String> progress) throws InterruptedException {
        Samples samples = new Samples();
        List<Client> clients = new ArrayList<>();
        try (MockRegistry registry = MockRegistry.start()) {
            for (int i = 0; i < INSTANCES; i++) {
                registry.register(instance(i, 0));
            }
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(registry, samples));
            }
            progress.accept("propagation: " + CLIENTS + " callers subscribed");
            change(registry, clients, WARM_UP, samples, false);
            change(registry, clients, CHANGES, samples, true);
            clients.forEach(Client::close);
        }
        return List.of(
                MeasuredValue.reported(name(), "change to plan, p50", samples.millis(0.5), "ms"),
                MeasuredValue.atMost(MOST_MILLIS, name(), "change to plan, p99", samples.millis(0.99), "ms"),
                MeasuredValue.reported(name(), "change to plan, p99.9", samples.millis(0.999), "ms"),
                MeasuredValue.reported(name(), "changes measured, of all callers", samples.count(), ""));
    }

    /** At an even pace, whatever becomes of each. */
    private void change(MockRegistry registry, List<Client> clients, int changes, Samples samples, boolean counts)
            throws InterruptedException {
        long start = time.nanoTime();
        long period = TimeUnit.SECONDS.toNanos(1) / CHANGES_PER_SECOND;
        long last = 0;
        for (int i = 1; i <= changes; i++) {
            Delay.of(Duration.ofNanos(start + i * period - time.nanoTime()));
            long now = time.nanoTime();
            registry.register(instance(i % INSTANCES, i));
            long revision = revision(registry);
            last = revision;
            if (counts) {
                clients.forEach(client -> client.expects(revision, now));
            }
        }
        long awaited = last;
        long end = time.nanoTime() + PATIENCE.toNanos();
        while (clients.stream().anyMatch(client -> client.seen() < awaited) && time.nanoTime() < end) {
            Delay.of(Duration.ofMillis(10));
        }
    }

    private static long revision(MockRegistry registry) {
        return registry.services().get(0).revision();
    }

    private static RegistrationRequest instance(int i, int change) {
        return RegistrationRequest.of(SERVICE, "10.0.0." + (i + 1), 8080)
                .instanceId("u-" + i)
                .metadata("change", Integer.toString(change))
                .build();
    }

    /** One caller, and the changes that are not in its plan yet. */
    private final class Client implements RollcallListener, LoadBalancerListener, AutoCloseable {
        private final ConcurrentSkipListMap<Long, Long> expected = new ConcurrentSkipListMap<>();
        private final Samples samples;
        private final Rollcall rollcall;
        private volatile long seen;

        Client(MockRegistry registry, Samples samples) {
            this.samples = samples;
            this.rollcall = Rollcall.builder()
                    .registry(registry.uri().toString())
                    .listener(this)
                    .build();
            rollcall.service(SERVICE).awaitInstances(INSTANCES, PATIENCE);
        }

        /** The plan may be there already: then it took no longer than until now. */
        void expects(long revision, long since) {
            expected.put(revision, since);
            if (seen >= revision) {
                heeded(seen);
            }
        }

        long seen() {
            return seen;
        }

        @Override
        public LoadBalancerListener loadBalancer(String service) {
            return this;
        }

        @Override
        public void onPlanCompiled(PlanCompiledEvent event) {
            seen = event.revision();
            heeded(event.revision());
        }

        private void heeded(long revision) {
            long now = time.nanoTime();
            expected.headMap(revision, true).keySet().forEach(known -> {
                Long since = expected.remove(known);
                if (since != null) {
                    samples.add(now - since);
                }
            });
        }

        @Override
        public void close() {
            rollcall.close();
        }
    }
}

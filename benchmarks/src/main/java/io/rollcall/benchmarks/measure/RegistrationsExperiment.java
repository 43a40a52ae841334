package io.rollcall.benchmarks.measure;

import io.rollcall.Rollcall;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A thousand registrations in one process: their threads, and how long registering and closing take. */
final class RegistrationsExperiment implements Experiment {
    private static final int COUNT = 1_000;
    private static final double MOST_THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TimeSource time = TimeSource.system();

    @Override
    public String name() {
        return "registrations";
    }

    @Override
    public List<MeasuredValue> run(Consumer<String> progress) {
        try (MockRegistry registry = MockRegistry.start()) {
            registry.register(io.rollcall.mock.instance.RegistrationRequest.of("warm", "10.0.0.1", 80)
                    .build());
            Set<String> before = threads();
            long start = time.nanoTime();
            Rollcall rollcall = Rollcall.builder()
                    .registry(registry.uri().toString())
                    .drainDelay(Duration.ofSeconds(1))
                    .build();
            List<Registration> all = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                all.add(rollcall.register(ServiceInstance.named("service-" + i % 10)
                        .id("s-" + i)
                        .host("10.0.0.1")
                        .port(1_024 + i)
                        .build()));
            }
            all.forEach(registration -> registration.awaitUp(PATIENCE));
            double up = (time.nanoTime() - start) / 1e9;
            Set<String> ours = threads();
            ours.removeAll(before);
            progress.accept("registrations: up, on " + ours);
            long closing = time.nanoTime();
            rollcall.close();
            double closed = (time.nanoTime() - closing) / 1e9;
            long unconfirmed = all.stream()
                    .filter(registration -> registration.state() != Registration.State.CLOSED)
                    .count();
            return List.of(
                    MeasuredValue.atMost(
                            MOST_THREADS, name(), "threads that 1,000 registrations take", ours.size(), ""),
                    MeasuredValue.reported(name(), "from the first to all 1,000 up", up, "s"),
                    MeasuredValue.reported(name(), "closing all, drain delay of 1 s included", closed, "s"),
                    MeasuredValue.atMost(0, name(), "removals that were not confirmed", unconfirmed, ""));
        }
    }

    /** Without the server's threads. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("XNIO") && !name.startsWith("rollcall-registry"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

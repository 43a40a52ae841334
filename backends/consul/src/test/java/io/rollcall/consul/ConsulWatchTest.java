package io.rollcall.consul;

import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.Rollcall;
import io.rollcall.registry.Watch;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many services, and how fast news of one travels, at a real agent. */
class ConsulWatchTest {
    @RegisterExtension
    static final SharedAgent AGENT = new SharedAgent();

    @Test
    void servicesBeyondTheBoundArePolled() {
        WatchConfig terms = new WatchConfig(8, Duration.ofSeconds(10), Duration.ofMillis(500));
        Set<String> names = IntStream.range(0, 60).mapToObj(i -> "s-" + i).collect(Collectors.toSet());
        RecordingListener listener = new RecordingListener();
        try (ConsulRegistry backend = Backend.of(AGENT.get().uri(""), terms);
                Watch watch = backend.watch(names, listener)) {
            assertThat(watch).isNotNull();
            names.forEach(name -> AGENT.get().registerForeign("{\"Name\":\"" + name + "\",\"Port\":80}"));

            await().atMost(Connected.PATIENCE)
                    .until(() -> listener.views().stream()
                                    .filter(view -> !view.instances().isEmpty())
                                    .map(view -> view.service())
                                    .distinct()
                                    .count()
                            == names.size());
            assertThat(ownThreads()).isLessThanOrEqualTo(terms.maxQueries() + 8);
            assertThat(listener.ends()).isZero();
        }
    }

    @Test
    @Tag("slow")
    void aThousandServices() {
        Set<String> names = IntStream.range(0, 1_000).mapToObj(i -> "s-" + i).collect(Collectors.toSet());
        names.forEach(name -> AGENT.get().registerForeign("{\"Name\":\"" + name + "\",\"Port\":80}"));
        RecordingListener listener = new RecordingListener();
        TimeSource time = TimeSource.system();
        long begin = time.nanoTime();
        try (ConsulRegistry backend = Backend.of(AGENT.get(), "");
                Watch watch = backend.watch(names, listener)) {
            assertThat(watch).isNotNull();
            await().atMost(Connected.PATIENCE.multipliedBy(2))
                    .until(() -> listener.views().stream()
                                    .map(view -> view.service())
                                    .distinct()
                                    .count()
                            == names.size());
            System.out.printf(
                    "1,000 services: all told after %.1f s, %d threads%n",
                    (time.nanoTime() - begin) / 1e9, ownThreads());
            assertThat(ownThreads()).isLessThanOrEqualTo(WatchConfig.of(50).queries() + 16L);
        }
    }

    private static long ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(":" + AGENT.get().port()))
                .count();
    }

    @Test
    void newsTravelFast() throws InterruptedException {
        changeAndWait(20);
    }

    @Test
    @Tag("slow")
    void newsTravelFastEachTime() throws InterruptedException {
        changeAndWait(500);
    }

    /** From the request that changes an instance to a plan that picks it as it is now. */
    private static void changeAndWait(int changes) throws InterruptedException {
        TimeSource time = TimeSource.system();
        SynchronousQueue<Integer> weights = new SynchronousQueue<>();
        long[] nanos = new long[changes];
        try (ConsulRegistry backend = Backend.of(AGENT.get(), "");
                Rollcall caller = Connected.to(AGENT.get().uri("")).build()) {
            backend.register(orders(80).toBuilder().weight(9_999).build());
            caller.service("orders").awaitInstances(1, Connected.PATIENCE);
            await().atMost(Connected.PATIENCE).until(() -> ownThreads() > 0);
            caller.service("orders")
                    .onChange(change ->
                            offer(weights, caller.service("orders").choose().weight()));
            for (int i = 0; i < changes; i++) {
                // Longer than the space between two answers with news: what is measured is one change of a quiet
                // service.
                assertThat(weights.poll(30, TimeUnit.MILLISECONDS)).isNull();
                long begin = time.nanoTime();
                AGENT.get()
                        .registerForeign(ServiceDefinition.of(
                                        orders(80).toBuilder().weight(i + 1).build(), List.of(), Duration.ofMinutes(1))
                                .toString());
                assertThat(weights.poll(10, TimeUnit.SECONDS)).isEqualTo(i + 1);
                nanos[i] = time.nanoTime() - begin;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "change at the agent to plan in the caller, %d changes: p50 %.1f ms, p99 %.1f ms%n",
                changes, nanos[changes / 2] / 1e6, nanos[changes * 99 / 100] / 1e6);
        assertThat(Duration.ofNanos(nanos[changes / 2])).isLessThan(Duration.ofMillis(500));
    }

    private static void offer(SynchronousQueue<Integer> weights, int weight) {
        try {
            weights.offer(weight, 10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.Explanation.Figure;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in flight, counted by many threads while the fleet changes under them. */
class CountersTest {
    private static final int CALLERS = 4;
    private static final int CALLS = 20_000;
    private static final int LEFT_OPEN = 25;

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-request", "peak-ewma", "maglev"})
    void noCallIsLostOrCountedTwice(String name) throws Exception {
        List<ServiceInstance> fleet = Fleet.of(8);
        LoadBalancer balancer = Balancers.of(Strategies.named(name), fleet);
        List<Selection> open = whileUpdating(balancer, fleet, () -> callOften(balancer));
        Map<String, Integer> expected = new HashMap<>();
        open.forEach(selection -> expected.merge(selection.instance().id(), 1, Integer::sum));

        balancer.update(fleet);
        for (Figure figure : balancer.explain(RequestContext.empty()).candidates()) {
            assertThat(figure.figures()).endsWith(expected.getOrDefault(figure.instance(), 0) + " in flight");
        }
        open.forEach(Selection::succeeded);
        assertThat(balancer.explain(RequestContext.empty()).candidates())
                .allMatch(figure -> figure.figures().endsWith("0 in flight"));
    }

    /** Begins and ends calls, and leaves a few open. */
    private static List<Selection> callOften(LoadBalancer balancer) {
        List<Selection> open = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            Selection selection = balancer.select(RequestContext.keyed("k" + i % 100));
            if (i % (CALLS / LEFT_OPEN) == 0) {
                open.add(selection);
            } else {
                selection.succeeded();
            }
        }
        return open;
    }

    private static List<Selection> whileUpdating(
            LoadBalancer balancer, List<ServiceInstance> fleet, Callable<List<Selection>> caller) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1);
        AtomicBoolean over = new AtomicBoolean();
        try {
            Future<?> updates = threads.submit(() -> {
                for (int i = 0; !over.get(); i++) {
                    String build = "b" + i;
                    balancer.update(fleet.stream()
                            .map(instance -> instance.toBuilder()
                                    .metadata("build", build)
                                    .build())
                            .toList());
                }
            });
            List<Selection> open = new ArrayList<>();
            for (Future<List<Selection>> calls : threads.invokeAll(
                    IntStream.range(0, CALLERS).mapToObj(i -> caller).toList())) {
                open.addAll(calls.get());
            }
            over.set(true);
            updates.get();
            return open;
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }
}

package io.rollcall.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.RegistryCallEvent;
import io.rollcall.event.RegistryCallEvent.Operation;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.RegistryException;
import io.rollcall.testing.VirtualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RollcallMetricsTest {
    private static final ServiceInstance ONE = instance("u-1");
    private static final ServiceInstance TWO =
            instance("u-2").toBuilder().status(InstanceStatus.DRAINING).build();

    private final VirtualScheduler time = new VirtualScheduler();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RollcallMetrics metrics = RollcallMetrics.in(meters);

    @Test
    void instancesAreCountedByStatusAndTheSnapshotHasAnAge() {
        metrics.loadBalancer("user-service");
        metrics.onServiceRefreshed(new ServiceRefreshedEvent(snapshot("user-service", ONE, TWO)));
        time.advance(Duration.ofSeconds(3));

        assertThat(gauge("rollcall.discovery.instances", "status", "up")).isEqualTo(1);
        assertThat(gauge("rollcall.discovery.instances", "status", "draining")).isEqualTo(1);
        assertThat(gauge("rollcall.discovery.instances", "status", "down")).isZero();
        assertThat(meters.get("rollcall.discovery.snapshot.age").timeGauge().value(TimeUnit.SECONDS))
                .isCloseTo(3, within(0.01));
    }

    @Test
    void requestsToTheRegistryAreTimedByOperationAndFailure() {
        metrics.onRegistryCall(new RegistryCallEvent(Operation.HEARTBEAT, "user-service", Duration.ofMillis(5), null));
        metrics.onRegistryCall(new RegistryCallEvent(
                Operation.HEARTBEAT,
                "user-service",
                Duration.ofSeconds(2),
                new RegistryException(RegistryException.Kind.TIMEOUT, "late")));

        assertThat(meters.get("rollcall.registry.requests")
                        .tags("operation", "heartbeat", "outcome", "success", "error.type", "none")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("rollcall.registry.heartbeats")
                        .tags("service", "user-service", "outcome", "failure", "error.type", "timeout")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void selectionsAndOutcomesAreCounted() {
        LoadBalancer balancer = LoadBalancer.builder("user-service")
                .policy(ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .build())
                .listener(metrics.loadBalancer("user-service"))
                .build();
        balancer.update(List.of(ONE));

        try (Selection selection = balancer.select(RequestContext.empty())) {
            selection.succeeded();
        }
        balancer.select(RequestContext.empty()).close();

        assertThat(meters.get("rollcall.loadbalancer.selections")
                        .tags("service", "user-service", "strategy", "round-robin")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(calls("success")).isEqualTo(1);
        assertThat(calls("connection_error")).isEqualTo(1);
    }

    @Test
    void callsWithoutAnInstanceAreCounted() {
        LoadBalancer balancer = LoadBalancer.builder("user-service")
                .listener(metrics.loadBalancer("user-service"))
                .build();

        assertThatThrownBy(() -> balancer.select(RequestContext.empty())).isInstanceOf(NoInstanceException.class);

        assertThat(meters.get("rollcall.loadbalancer.misses").counter().count()).isEqualTo(1);
    }

    @Test
    void aPanicIsReportedWhileItLastsAndCountedOnce() {
        LoadBalancerListener balancer = metrics.loadBalancer("user-service");
        for (int plan = 1; plan <= 3; plan++) {
            balancer.onPanic(new PanicEvent("user-service", "any", 1, 3));
            balancer.onPlanCompiled(new PlanCompiledEvent("user-service", "random", plan, 3));
        }
        assertThat(gauge("rollcall.loadbalancer.panicking", "service", "user-service"))
                .isEqualTo(1);

        balancer.onPlanCompiled(new PlanCompiledEvent("user-service", "random", 4, 3));

        assertThat(gauge("rollcall.loadbalancer.panicking", "service", "user-service"))
                .isZero();
        assertThat(meters.get("rollcall.loadbalancer.panics").counter().count()).isEqualTo(1);
    }

    @Test
    void attemptsHaveAHistogram() {
        metrics.loadBalancer("user-service");
        metrics.onCallAttempt(attempt("user-service"));

        assertThat(meters.get("rollcall.client.attempts").timer().takeSnapshot().histogramCounts())
                .hasSizeGreaterThan(10)
                .anyMatch(bucket -> bucket.count() == 1);
    }

    private static CallAttemptEvent attempt(String service) {
        return new CallAttemptEvent(
                ServiceInstance.named(service).port(1).build(),
                CallAttemptEvent.Kind.FIRST,
                Outcome.SUCCESS,
                Duration.ofMillis(1));
    }

    private double gauge(String name, String tag, String value) {
        return meters.get(name).tags(tag, value).gauge().value();
    }

    private double calls(String outcome) {
        return meters.get("rollcall.loadbalancer.calls")
                .tags("service", "user-service", "outcome", outcome)
                .counter()
                .count();
    }

    private ServiceSnapshot snapshot(String service, ServiceInstance... instances) {
        return ServiceSnapshot.of(service, 1, List.of(instances), ServiceSnapshot.Source.PULL, time);
    }

    private static ServiceInstance instance(String id) {
        return ServiceInstance.named("user-service")
                .id(id)
                .host("10.0.0.1")
                .port(8080)
                .build();
    }
}

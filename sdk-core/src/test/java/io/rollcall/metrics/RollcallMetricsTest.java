package io.rollcall.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollcall.CallAttempt;
import io.rollcall.RegistryCall;
import io.rollcall.RegistryCall.Operation;
import io.rollcall.ServiceChange;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.LoadBalancerListener;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.RegistryException;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RollcallMetricsTest {
    private static final ServiceInstance ONE = instance("u-1");
    private static final ServiceInstance TWO =
            instance("u-2").toBuilder().status(InstanceStatus.DRAINING).build();

    private final VirtualScheduler time = new VirtualScheduler();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RollcallMetrics metrics = RollcallMetrics.in(meters);

    @Test
    void instancesAreCountedByStatusAndTheirAgeIsShown() {
        metrics.loadBalancer("user-service");
        metrics.serviceRefreshed(snapshot("user-service", ONE, TWO));
        time.advance(Duration.ofSeconds(3));

        assertThat(gauge("rollcall.discovery.instances", "status", "up")).isEqualTo(1);
        assertThat(gauge("rollcall.discovery.instances", "status", "draining")).isEqualTo(1);
        assertThat(gauge("rollcall.discovery.instances", "status", "down")).isZero();
        assertThat(meters.get("rollcall.discovery.snapshot.age").timeGauge().value(TimeUnit.SECONDS))
                .isCloseTo(3, within(0.01));
    }

    @Test
    void requestsToTheRegistryAreTimedByOperationAndFailure() {
        metrics.registryCalled(new RegistryCall(Operation.HEARTBEAT, "user-service", Duration.ofMillis(5), null));
        metrics.registryCalled(new RegistryCall(
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
    void selectionsAndOutcomesAreThoseOfTheBalancer() {
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
    @DisplayName("F29 the gauge of an ejected instance goes when it returns, and when it vanishes")
    void gaugesGoWithTheInstance() {
        metrics.loadBalancer("user-service").ejected(ONE, "5 failures", 30_000);
        metrics.loadBalancer("user-service").ejected(TWO, "5 failures", 30_000);
        assertThat(meters.find("rollcall.loadbalancer.ejected").gauges()).hasSize(2);

        metrics.loadBalancer("user-service").returned(ONE);
        metrics.serviceChanged(
                ServiceChange.between(snapshot("user-service", ONE, TWO), snapshot("user-service", ONE)));

        assertThat(meters.find("rollcall.loadbalancer.ejected").gauges()).isEmpty();
    }

    @Test
    @DisplayName("F29 a service that is forgotten leaves no meter")
    void metersGoWithTheService() {
        metrics.loadBalancer("order-service");
        List<Meter.Id> before = ids();
        useAll("user-service");
        assertThat(ids()).hasSizeGreaterThan(before.size());

        metrics.serviceForgotten("user-service");

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    @DisplayName("F29 what is told of a service after it was forgotten makes no meter")
    void lateNewsMakeNoMeter() {
        LoadBalancerListener late = metrics.loadBalancer("user-service");
        metrics.serviceForgotten("user-service");
        List<Meter.Id> before = ids();

        late.planned("user-service", "random", 1, 1);
        late.finished(ONE, Outcome.SUCCESS);
        late.ejected(ONE, "failures", 1);
        metrics.serviceRefreshed(snapshot("user-service", ONE));
        metrics.attempted(attempt("user-service"));

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aPanicIsShownWhileItHoldsAndCountedOnce() {
        LoadBalancerListener balancer = metrics.loadBalancer("user-service");
        for (int plan = 1; plan <= 3; plan++) {
            balancer.panicked("any", 1, 3);
            balancer.planned("user-service", "random", plan, 3);
        }
        assertThat(gauge("rollcall.loadbalancer.panicking", "service", "user-service"))
                .isEqualTo(1);

        balancer.planned("user-service", "random", 4, 3);

        assertThat(gauge("rollcall.loadbalancer.panicking", "service", "user-service"))
                .isZero();
        assertThat(meters.get("rollcall.loadbalancer.panics").counter().count()).isEqualTo(1);
    }

    @Test
    void attemptsHaveAHistogramForQuantiles() {
        metrics.loadBalancer("user-service");
        metrics.attempted(attempt("user-service"));

        assertThat(meters.get("rollcall.client.attempts").timer().takeSnapshot().histogramCounts())
                .hasSizeGreaterThan(10)
                .anyMatch(bucket -> bucket.count() == 1);
    }

    @Test
    void twoRollcallsOfAProcessAreToldApartByTags() {
        RollcallMetrics second = RollcallMetrics.in(meters, Tags.of("registry", "eu"));
        metrics.loadBalancer("user-service");
        second.loadBalancer("user-service");

        second.watchChanged(true);
        metrics.close();

        assertThat(meters.get("rollcall.discovery.watch.connected").gauges())
                .singleElement()
                .satisfies(own -> assertThat(own.value()).isEqualTo(1));
    }

    @Test
    void aThousandServicesDoNotMakeAThousandTags() {
        IntStream.range(0, 1_000).forEach(i -> useAll("service-" + i));

        assertThat(meters.getMeters().stream()
                        .map(meter -> meter.getId().getTag("service"))
                        .distinct())
                .hasSizeLessThanOrEqualTo(RollcallMetrics.MOST_SERVICES + 2)
                .contains("other");
        assertThat(meters.get("rollcall.loadbalancer.selections")
                        .tag("service", "other")
                        .counter()
                        .count())
                .isEqualTo(1_000 - RollcallMetrics.MOST_SERVICES);
    }

    @Test
    void nothingIsLeftAfterTheEnd() {
        useAll("user-service");
        metrics.registryCalled(new RegistryCall(Operation.HEARTBEAT, "own-service", Duration.ofMillis(5), null));

        metrics.close();

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void everyMeterIsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "observability.md"));
        useAll("user-service");
        metrics.registryCalled(new RegistryCall(Operation.HEARTBEAT, "own-service", Duration.ofMillis(5), null));

        assertThat(meters.getMeters())
                .map(Meter::getId)
                .filteredOn(id -> id.getTag("le") == null)
                .allSatisfy(id -> {
                    assertThat(page).contains("| `" + id.getName() + "` |");
                    assertThat(id.getDescription()).isNotBlank();
                });
    }

    private void useAll(String service) {
        metrics.loadBalancer(service).planned(service, "random", 1, 1);
        metrics.serviceRefreshed(snapshot(service, ONE));
        metrics.serviceChanged(ServiceChange.between(snapshot(service), snapshot(service)));
        metrics.entriesRefused(service, 1);
        metrics.attempted(attempt(service));
        metrics.loadBalancer(service).selected(ONE);
        metrics.loadBalancer(service).finished(ONE, Outcome.SUCCESS);
        metrics.loadBalancer(service).ejected(ONE, "failures", 1);
        metrics.loadBalancer(service).panicked("any", 1, 3);
        metrics.loadBalancer(service).planned(service, "random", 1, 3);
    }

    private static CallAttempt attempt(String service) {
        return new CallAttempt(
                ServiceInstance.named(service).port(1).build(),
                CallAttempt.Kind.FIRST,
                Outcome.SUCCESS,
                Duration.ofMillis(1));
    }

    private List<Meter.Id> ids() {
        return meters.getMeters().stream().map(Meter::getId).toList();
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

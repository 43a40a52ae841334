package io.rollcall.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.EntriesRefusedEvent;
import io.rollcall.event.HeartbeatOverdueEvent;
import io.rollcall.event.RegistrationAddedEvent;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RegistryCallEvent;
import io.rollcall.event.RegistryCallEvent.Operation;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.ServiceForgottenEvent;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.event.WatchChangedEvent;
import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.InstanceReturnedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registration.Registration;
import io.rollcall.registration.Registration.State;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which meters exist, and when they are removed. */
class MeterLifetimesTest {
    private static final ServiceInstance ONE = instance("u-1");
    private static final ServiceInstance TWO = instance("u-2");

    private final VirtualScheduler time = new VirtualScheduler();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RollcallMetrics metrics = RollcallMetrics.in(meters);

    @Test
    @DisplayName("F29 the gauge of an ejected instance is removed when it returns, and when it disappears")
    void gaugesAreRemovedWithTheInstance() {
        metrics.loadBalancer("user-service")
                .onEjected(new InstanceEjectedEvent(ONE, "5 failures", Duration.ofMillis(30_000)));
        metrics.loadBalancer("user-service")
                .onEjected(new InstanceEjectedEvent(TWO, "5 failures", Duration.ofMillis(30_000)));
        assertThat(meters.find("rollcall.loadbalancer.ejected").gauges()).hasSize(2);

        metrics.loadBalancer("user-service").onReturned(new InstanceReturnedEvent(ONE));
        metrics.onServiceChanged(
                ServiceChangedEvent.between(snapshot("user-service", ONE, TWO), snapshot("user-service", ONE)));

        assertThat(meters.find("rollcall.loadbalancer.ejected").gauges()).isEmpty();
    }

    @Test
    @DisplayName("F29 a service that is forgotten leaves no meter")
    void metersAreRemovedWithTheService() {
        metrics.loadBalancer("order-service");
        List<Meter.Id> before = ids();
        useAll("user-service");
        assertThat(ids()).hasSizeGreaterThan(before.size());

        metrics.onServiceForgotten(new ServiceForgottenEvent("user-service"));

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    @DisplayName("F29 events of a service that was forgotten create no meter")
    void lateEventsCreateNoMeter() {
        LoadBalancerListener late = metrics.loadBalancer("user-service");
        metrics.onServiceForgotten(new ServiceForgottenEvent("user-service"));
        List<Meter.Id> before = ids();

        late.onPlanCompiled(new PlanCompiledEvent("user-service", "random", 1, 1));
        late.onFinished(ONE, Outcome.SUCCESS);
        late.onEjected(new InstanceEjectedEvent(ONE, "failures", Duration.ofMillis(1)));
        metrics.onServiceRefreshed(new ServiceRefreshedEvent(snapshot("user-service", ONE)));
        metrics.onCallAttempt(attempt("user-service"));

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void twoRollcallsOfAProcessAreDistinguishedByTags() {
        RollcallMetrics second = RollcallMetrics.in(meters, Tags.of("registry", "eu"));
        metrics.loadBalancer("user-service");
        second.loadBalancer("user-service");

        second.onWatchChanged(new WatchChangedEvent(true));
        metrics.close();

        assertThat(meters.get("rollcall.discovery.watch.connected").gauges())
                .singleElement()
                .satisfies(own -> assertThat(own.value()).isEqualTo(1));
    }

    @Test
    void aThousandServicesDoNotCreateAThousandTags() {
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
        register("own-service");

        metrics.close();

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void everyMeterIsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "observability.md"));
        useAll("user-service");
        register("own-service");

        assertThat(meters.getMeters())
                .map(Meter::getId)
                .filteredOn(id -> id.getTag("le") == null)
                .allSatisfy(id -> {
                    assertThat(page).contains("| `" + id.getName() + "` |");
                    assertThat(id.getDescription()).isNotBlank();
                });
    }

    private void useAll(String service) {
        metrics.loadBalancer(service).onPlanCompiled(new PlanCompiledEvent(service, "random", 1, 1));
        metrics.onServiceRefreshed(new ServiceRefreshedEvent(snapshot(service, ONE)));
        metrics.onServiceChanged(ServiceChangedEvent.between(snapshot(service), snapshot(service)));
        metrics.onEntriesRefused(new EntriesRefusedEvent(service, 1));
        metrics.onCallAttempt(attempt(service));
        metrics.loadBalancer(service).onSelected(ONE);
        metrics.loadBalancer(service).onFinished(ONE, Outcome.SUCCESS);
        metrics.loadBalancer(service).onEjected(new InstanceEjectedEvent(ONE, "failures", Duration.ofMillis(1)));
        metrics.loadBalancer(service).onPanic(new PanicEvent("user-service", "any", 1, 3));
        metrics.loadBalancer(service).onPlanCompiled(new PlanCompiledEvent(service, "random", 1, 3));
    }

    private void register(String service) {
        Registration registration = registration(service);
        metrics.onRegistrationAdded(new RegistrationAddedEvent(registration));
        metrics.onRegistrationStateChanged(
                new RegistrationStateChangedEvent(registration, State.REGISTERING, State.REGISTERED));
        metrics.onHeartbeatOverdue(new HeartbeatOverdueEvent(registration, Duration.ofSeconds(11)));
        metrics.onRegistryCall(new RegistryCallEvent(Operation.HEARTBEAT, service, Duration.ofMillis(5), null));
    }

    /** A registration with an instance and a state, and nothing else. */
    private static Registration registration(String service) {
        Map<String, Object> values =
                Map.of("instance", ServiceInstance.named(service).port(1).build(), "state", State.REGISTERED);
        return (Registration) Proxy.newProxyInstance(
                Registration.class.getClassLoader(),
                new Class<?>[] {Registration.class},
                (proxy, method, arguments) -> Objects.requireNonNull(values.get(method.getName()), method.getName()));
    }

    private static CallAttemptEvent attempt(String service) {
        return new CallAttemptEvent(
                ServiceInstance.named(service).port(1).build(),
                CallAttemptEvent.Kind.FIRST,
                Outcome.SUCCESS,
                Duration.ofMillis(1));
    }

    private List<Meter.Id> ids() {
        return meters.getMeters().stream().map(Meter::getId).toList();
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

package io.rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.http.Api;
import io.rollcall.mock.internal.http.EventStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A fleet whose heartbeats do not arrive. Its ttl is 6 s, its heartbeats come every 2 s, evenly spread. */
class PreservationTest {
    private final VirtualClock clock = VirtualClock.create();
    private MockRegistry registry = builder().start();

    @AfterEach
    void close() {
        registry.close();
    }

    private MockRegistryBuilder builder() {
        return MockRegistry.builder()
                .clock(clock)
                .ttl(Duration.ofSeconds(6))
                .heartbeat(Duration.ofSeconds(2))
                .sweep(Duration.ofMillis(500));
    }

    @Test
    @DisplayName("F36 a fleet whose heartbeats stand still for 16 s is kept and listed as suspect, until they are back")
    void aFleetThatIsNotHeardIsKept() throws IOException {
        register("orders", 6);
        live("orders", 6, 5);
        try (EventStream stream = EventStream.open(registry.uri(), "service=orders")) {
            assertThat(stream.next().instanceIds()).hasSize(6);

            clock.advance(Duration.ofSeconds(16));

            assertThat(registry.instances("orders")).hasSize(6);
            assertThat(suspects("orders")).isEqualTo(6);
            live("orders", 6, 3);
            assertThat(registry.instances("orders")).hasSize(6);
            assertThat(suspects("orders")).isZero();
        }
    }

    @Test
    @DisplayName("F36 a single death is believed as soon as its lease is over")
    void aSingleDeathIsBelieved() {
        register("orders", 6);

        live("orders", 5, 7);

        assertThat(ids("orders")).containsExactly("i-0", "i-1", "i-2", "i-3", "i-4");
        assertThat(departures("orders")).containsExactly("i-5 expired");
    }

    @Test
    @DisplayName("F36 the one that is really dead goes when the others are back")
    void theDeadGoesWhenTheOthersAreBack() {
        register("orders", 6);
        clock.advance(Duration.ofSeconds(16));
        assertThat(registry.instances("orders")).hasSize(6);

        live("orders", 5, 4);

        assertThat(ids("orders")).containsExactly("i-0", "i-1", "i-2", "i-3", "i-4");
    }

    @Test
    @DisplayName("F36 half of a small service is kept, whatever the fleet's size; others expire as always")
    void mostOfAServiceIsKept() {
        register("orders", 3);
        register("users", 100);
        for (int second = 0; second < 8; second++) {
            live("users", 100, 1);
        }

        assertThat(registry.instances("orders")).hasSize(3);
        assertThat(suspects("orders")).isEqualTo(3);
        live("users", 99, 7);
        assertThat(registry.instances("users")).hasSize(99);
    }

    @Test
    @DisplayName("F36 the bound is hard")
    void theBoundIsHard() {
        register("orders", 6);

        clock.advance(Duration.ofMinutes(5));
        assertThat(registry.instances("orders")).hasSize(6);
        clock.advance(Duration.ofSeconds(7));

        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    @DisplayName("F36 it can be switched off")
    void itCanBeSwitchedOff() {
        registry.close();
        registry = builder().preservation(Duration.ZERO).start();
        register("orders", 6);

        clock.advance(Duration.ofSeconds(7));

        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    @DisplayName("F36 a list says who has left, and why, until it is back")
    void departuresHaveAReason() {
        register("orders", 3);
        registry.deregister("orders", "i-0");
        registry.register(RegistrationRequest.of("orders", "10.0.0.1", 8080)
                .instanceId("i-1")
                .status(InstanceStatus.DRAINING)
                .build());
        registry.deregister("orders", "i-1");

        assertThat(departures("orders")).containsExactly("i-0 deregistered", "i-1 drained");
        register("orders", 1);
        assertThat(departures("orders")).containsExactly("i-1 drained");
        live("orders", 3, 13);
        register("orders", 4);
        assertThat(departures("orders")).isEmpty();
    }

    private void register(String service, int count) {
        for (int i = 0; i < count; i++) {
            registry.register(RegistrationRequest.of(service, "10.0.0.1", 8080)
                    .instanceId("i-" + i)
                    .build());
        }
    }

    /** Lets so many seconds pass, in which the first {@code count} instances are heard. */
    private void live(String service, int count, int seconds) {
        Api api = Api.of(registry);
        for (int step = 0; step < seconds; step++) {
            for (int i = step % 2; i < count; i += 2) {
                api.heartbeat(service, "i-" + i, "{}");
            }
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private List<String> ids(String service) {
        return registry.instances(service).stream()
                .map(RegisteredInstance::instanceId)
                .toList();
    }

    private long suspects(String service) {
        return StreamSupport.stream(list(service).get("instances").spliterator(), false)
                .filter(instance -> instance.path("suspect").booleanValue(false))
                .count();
    }

    private List<String> departures(String service) {
        return StreamSupport.stream(list(service).path("departures").spliterator(), false)
                .map(departure -> departure.get("instanceId").stringValue() + " "
                        + departure.get("reason").stringValue())
                .toList();
    }

    private JsonNode list(String service) {
        return Api.of(registry).get("/services/" + service + "/instances").json();
    }
}

package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.mock.internal.http.EventStream.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventsHttpTest {
    private final VirtualClock clock = VirtualClock.create();
    private final MockRegistry registry = MockRegistry.builder()
            .clock(clock)
            .preservation(Duration.ZERO)
            .maxSubscribers(2)
            .start();
    private final Api api = Api.of(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void sendsTheCurrentSnapshotsAtOnce() throws IOException {
        register("a", "a-1");
        register("b", "b-1");
        try (EventStream stream = open("service=b&service=a&service=unknown&service=a")) {
            assertThat(List.of(stream.next(), stream.next(), stream.next()))
                    .extracting(Event::name, Event::id, Event::service)
                    .containsExactly(tuple(0, "unknown"), tuple(1, "a"), tuple(2, "b"));
        }
    }

    @Test
    void pushesEachChange() throws IOException {
        try (EventStream stream = open("service=a")) {
            assertThat(stream.next().instanceIds()).isEmpty();
            register("a", "a-1");
            assertThat(stream.next().instanceIds()).containsExactly("a-1");
            register("a", "a-2");
            assertThat(stream.next().instanceIds()).containsExactly("a-1", "a-2");
            api.heartbeat("a", "a-1", "{'status':'DRAINING'}");
            assertThat(stream.next().data()).contains("DRAINING");
            api.delete("/services/a/instances/a-1");
            assertThat(stream.next().instanceIds()).containsExactly("a-2");
            api.delete("/services/a/instances/a-2");
            assertThat(stream.next().instanceIds()).isEmpty();
        }
    }

    @Test
    @DisplayName("F15 a killed instance is gone, and everyone knows, within its ttl and one sweep")
    void pushesExpiry() throws IOException {
        register("a", "a-1");
        clock.advance(Duration.ofMillis(500));
        register("a", "a-2");
        try (EventStream stream = open("service=a")) {
            stream.next();
            clock.advance(Duration.ofMillis(29_499));
            assertThat(registry.instances("a")).hasSize(2);

            clock.advance(Duration.ofMillis(1));
            assertThat(stream.next().instanceIds()).containsExactly("a-2");
            clock.advance(Duration.ofSeconds(1));
            assertThat(stream.next().instanceIds()).isEmpty();
        }
    }

    @Test
    @DisplayName("F20 neither heartbeats nor other services wake a subscriber")
    void isSilentAboutWhatIsNoChange() throws IOException {
        register("a", "a-1");
        try (EventStream stream = open("service=a")) {
            stream.next();
            register("b", "b-1");
            register("a", "a-1");
            api.heartbeat("a", "a-1", "{'status':'UP'}");

            clock.advance(Duration.ofSeconds(5));
            assertThat(stream.nextComment()).isEqualTo(": beat");
        }
    }

    @Test
    void resumesAfterTheLastSeenRevision() throws IOException {
        register("a", "a-1");
        register("b", "b-1");
        try (EventStream stream = open("service=a&service=b", "Last-Event-ID", "1")) {
            assertThat(stream.next()).matches(event -> event.service().equals("b") && event.id() == 2);
            register("a", "a-2");
            assertThat(stream.next()).matches(event -> event.service().equals("a") && event.id() == 3);
        }
    }

    @Test
    void resumesWithNothingIfNothingWasMissed() throws IOException {
        register("a", "a-1");
        try (EventStream stream =
                open("service=a", "Last-Event-ID", "1", "X-Rollcall-Incarnation", registry.incarnation())) {
            assertThat(stream.nextComment()).isEqualTo(": rollcall");
            clock.advance(Duration.ofSeconds(5));
            assertThat(stream.nextComment()).isEqualTo(": beat");
        }
    }

    @Test
    void tellsAReturningSubscriberOfAServiceThatIsGone() throws IOException {
        register("a", "a-1");
        api.delete("/services/a/instances/a-1");
        try (EventStream stream = open("service=a", "Last-Event-ID", "1")) {
            assertThat(stream.next())
                    .matches(event -> event.id() == 2 && event.instanceIds().isEmpty());
        }
    }

    @Test
    void anotherLifesLastEventSuppressesNothing() throws IOException {
        register("a", "a-1");
        String earlier = registry.incarnation();
        registry.restart();

        try (EventStream stream = open("service=a", "Last-Event-ID", "1", "X-Rollcall-Incarnation", earlier)) {
            assertThat(stream.next().instanceIds()).containsExactly("a-1");
            assertThat(stream.header("X-Rollcall-Incarnation")).isEqualTo(registry.incarnation());
        }
        try (EventStream stream = open("service=a", "Last-Event-ID", "2")) {
            assertThat(stream.next().json().get("incarnation").stringValue()).isEqualTo(registry.incarnation());
        }
    }

    @Test
    void refusesMoreSubscribersThanItHasPlacesFor() throws IOException {
        try (EventStream first = open("service=a");
                EventStream second = open("service=a")) {
            first.next();
            second.next();
            Api.Answer answer = api.get("/services/events?service=a");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem("type")).isEqualTo("urn:rollcall:problem:too-many-subscribers");
        }
        clock.advance(Duration.ofSeconds(5));
        await().untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(5));
            assertThat(api.get("/metrics").body()).contains("rollcall_registry_subscribers 0.0");
        });
        open("service=a").close();
    }

    @Test
    void endsStreamsWhenItStops() throws IOException {
        try (EventStream stream = open("service=a")) {
            stream.next();
            registry.stop();
            assertThat(stream.ends()).isTrue();
        }
    }

    private static org.assertj.core.groups.Tuple tuple(long id, String service) {
        return org.assertj.core.groups.Tuple.tuple("snapshot", id, service);
    }

    private EventStream open(String query, String... headers) throws IOException {
        return EventStream.open(registry.uri(), query, headers);
    }

    private void register(String service, String id) {
        api.register("{'serviceName':'" + service + "','ip':'10.0.0.1','port':8080,'instanceId':'" + id + "'}");
    }
}

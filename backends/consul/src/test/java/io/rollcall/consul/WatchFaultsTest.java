package io.rollcall.consul;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.rollcall.consul.PlayedAgent.entry;
import static io.rollcall.consul.PlayedAgent.list;
import static io.rollcall.consul.PlayedAgent.listOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.WatchListener;
import io.rollcall.testing.RecordingListener;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a watch does with answers that an agent should not give. */
class WatchFaultsTest {
    @RegisterExtension
    static final PlayedAgent AGENT = PlayedAgent.start();

    private final ConsulRegistry backend = AGENT.connect("");

    @AfterEach
    void disconnect() {
        backend.close();
    }

    @Test
    @DisplayName("F20 a watch that returns at once is slowed down")
    void spinningWatchIsSlowedDown() {
        AGENT.every(list(7, "[]"));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        }

        assertThat(AGENT.server().findAll(getRequestedFor(anyUrl()))).hasSizeBetween(3, 12);
    }

    @Test
    @DisplayName("F20 a watch that is woken by changes of something else is slowed down")
    void watchWokenForNothingIsSlowedDown() {
        AGENT.every(list(1, "[" + entry("orders", 80) + "]"));
        for (int index = 1; index < 300; index++) {
            AGENT.server()
                    .stubFor(listOf("orders")
                            .withQueryParam("index", equalTo(Integer.toString(index)))
                            .willReturn(list(index + 1, "[" + entry("orders", 80) + "]")));
        }
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitSigns(3);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        }

        assertThat(AGENT.server().findAll(getRequestedFor(anyUrl()))).hasSizeBetween(3, 15);
    }

    @Test
    @DisplayName("F20 a query is asked with an index of at least 1, and with 0 again after it fell")
    void indexOfZeroIsNeverAskedFor() {
        AGENT.every(list(0, "[]"));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitSigns(3);
        }

        AGENT.server().verify(getRequestedFor(anyUrl()).withQueryParam("index", equalTo("1")));
        assertThat(AGENT.server().findAll(getRequestedFor(anyUrl()).withQueryParam("index", equalTo("0"))))
                .isEmpty();
    }

    @Test
    @DisplayName("F24 a query that waits may last longer than other calls, and ends with the backend")
    void waitingQueryLastsUntilTheBackendIsClosed() {
        AGENT.every(list(7, "[]").withFixedDelay(60_000));
        AGENT.server()
                .stubFor(listOf("orders").withQueryParam("index", absent()).willReturn(list(7, "[]")));
        RecordingListener listener = new RecordingListener();
        ConsulRegistry patient =
                Backend.of(AGENT.uri(""), new WatchConfig(10, Duration.ofSeconds(50), Duration.ofSeconds(1)));

        try (var watch = patient.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitSigns(1);
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> listener.ends() == 0);
            assertThat(queryThreads()).isPositive();

            patient.close();

            await().until(() -> queryThreads() == 0);
        }
    }

    /** Those that speak to the agent; OkHttp puts the URL into their names. */
    private static long queryThreads() {
        String agent = "localhost:" + AGENT.server().port();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(agent))
                .count();
    }

    @Test
    void watchEndsOnceWithTheFirstRefusal() {
        AGENT.every(aResponse().withStatus(500).withBody("No cluster leader"));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("a", "b", "c"), listener)) {
            assertThat(watch).isNotNull();
            RegistryException cause = Objects.requireNonNull(listener.awaitEnd());

            assertThat(cause.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(listener.ends()).isOne();
        }
    }

    @Test
    @DisplayName("F37 a service whose view fails is slowed down, and others are watched on")
    void aFailureInOneViewHarmsNoOther() {
        AGENT.server().stubFor(listOf("bad").willReturn(list(7, "[" + entry("bad", 80) + "]")));
        AGENT.server().stubFor(listOf("good").willReturn(list(7, "[" + entry("good", 80) + "]")));
        RecordingListener listener = new RecordingListener();
        WatchListener failing = new WatchListener() {
            @Override
            public void changed(ServiceView view) {
                if (view.service().equals("bad")) {
                    throw new IllegalStateException("on purpose");
                }
                listener.changed(view);
            }

            @Override
            public void alive() {
                listener.alive();
            }

            @Override
            public void ended(@Nullable RegistryException cause) {
                listener.ended(cause);
            }
        };

        try (var watch = backend.watch(Set.of("bad", "good"), failing)) {
            assertThat(watch).isNotNull();
            listener.awaitView(view -> view.service().equals("good"));
            listener.awaitSigns(4);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        }

        assertThat(listener.ends()).isZero();
        assertThat(AGENT.server().findAll(listRequests("bad"))).hasSizeBetween(2, 4);
    }

    private static RequestPatternBuilder listRequests(String service) {
        return getRequestedFor(urlPathEqualTo("/v1/health/service/" + service));
    }

    @Test
    void oneUnreadableServiceHarmsNoOther() {
        AGENT.server().stubFor(listOf("bad").willReturn(list(7, "<html>")));
        AGENT.server().stubFor(listOf("good").willReturn(list(7, "[" + entry("good", 80) + "]")));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("bad", "good"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitView(view -> view.instances().size() == 1);
            listener.awaitSigns(3);
        }

        assertThat(listener.ends()).isZero();
        assertThat(listener.views()).noneMatch(view -> view.service().equals("bad"));
    }
}

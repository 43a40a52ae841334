package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.event.RollcallListener;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** The events of calls of {@link Rollcall#httpClient()}. */
class CallAttemptEventsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aListenerReceivesAnEventForEachAttempt() throws IOException {
        List<CallAttemptEvent> events = new CopyOnWriteArrayList<>();
        try (MockRegistry registry = MockRegistry.start();
                HttpInstance server = HttpInstance.start("user-service", "u-1");
                Rollcall rollcall = Rollcall.builder()
                        .registry(registry.uri().toString())
                        .circuitBreaker(CircuitBreakerConfig.ofDefaults())
                        .listener(new RollcallListener() {
                            @Override
                            public void onCallAttempt(CallAttemptEvent attempt) {
                                events.add(attempt);
                            }
                        })
                        .build()) {
            rollcall.register(server.instance().build()).awaitUp(SOON);
            rollcall.service("user-service").awaitInstances(1, SOON);

            rollcall.httpClient()
                    .newCall(new Request.Builder().url("http://user-service/").build())
                    .execute()
                    .close();
        }

        assertThat(events).singleElement().satisfies(attempt -> {
            assertThat(attempt.instance().id()).isEqualTo("u-1");
            assertThat(attempt.kind()).isEqualTo(Kind.FIRST);
            assertThat(attempt.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(attempt.took()).isPositive();
        });
    }
}

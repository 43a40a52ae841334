package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.testing.HttpInstance;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The circuit breaker before each instance, where there is one. */
class CircuitBreakerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final CircuitBreakerConfig TWO_OF_TWO = CircuitBreakerConfig.custom()
            .slidingWindow(2, 2, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .waitDurationInOpenState(Duration.ofSeconds(10))
            .permittedNumberOfCallsInHalfOpenState(1)
            .build();

    private final VirtualScheduler time = new VirtualScheduler();
    private final TestedService users = TestedService.on(
            CallRuntime.virtual(time), CallRuntime.config().withCircuitBreaker(TWO_OF_TWO), policy -> policy);
    private int status = 500;

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    void instanceWhoseBreakerOpensIsTakenOut() throws IOException {
        HttpInstance failing = users.start(500);
        users.start();

        get();
        get();

        assertThat(users.ejections).containsExactly("u-1 its circuit breaker opened");
        assertThat(get()).isEqualTo("u-2");
        assertThat(failing.requests()).hasSize(2);
    }

    @Test
    void openBreakerIsPassedOverThoughItsInstanceIsNotOut() throws IOException {
        HttpInstance failing = users.start(500);
        users.start();
        get();
        get();

        users.balancer.policy(users.balancer.policy()); // also takes the ejection's plan over again
        time.advance(Duration.ofSeconds(9));
        users.balancer.tick();

        assertThat(get()).isEqualTo("u-2");
        assertThat(failing.requests()).hasSize(2);
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void whenAllAreOpenNothingIsSentUntilATrialSucceeds() throws IOException {
        HttpInstance only = users.start(exchange -> HttpInstance.answer(exchange, status, "answered"));
        get();
        get();

        assertThatThrownBy(this::get)
                .isInstanceOf(ServiceCallException.class)
                .hasMessageContaining("The circuit breakers of all instances of users");
        assertThat(only.requests()).hasSize(2);

        status = 200;
        time.advance(Duration.ofMillis(10_001));
        assertThat(get()).isEqualTo("answered");
        assertThat(get()).isEqualTo("answered");
        assertThat(users.inFlight()).isZero();
    }

    @Test
    @DisplayName("F29 a circuit breaker goes with its instance: another process under the same id begins anew")
    void stateGoesWithTheInstance() throws IOException {
        HttpInstance only = users.start(exchange -> HttpInstance.answer(exchange, status, "answered"));
        get();
        get();
        assertThatThrownBy(this::get).isInstanceOf(ServiceCallException.class);

        users.balancer.update(List.of(only.instance().generation(2).build()));

        assertThat(get()).isEqualTo("answered");
    }

    @Test
    void aTrialThatIsNotMadeIsLeftToTheNextCall() throws IOException {
        HttpInstance failing = users.start(exchange -> HttpInstance.answer(exchange, status, "answered"));
        get();
        get();
        HttpInstance refusing = users.start(503);
        users.balancer.policy(ServicePolicy.builder()
                .strategy(users.balancer.policy().strategy())
                .retry(retry -> retry.budget(0).minPerSecond(0))
                .build());
        users.balancer.update(
                List.of(refusing.instance().build(), failing.instance().build()));
        time.advance(Duration.ofMillis(10_001));
        assertThat(get()).isEqualTo("status 503");

        users.balancer.update(List.of(failing.instance().build()));
        status = 200;
        assertThat(get()).isEqualTo("answered");
    }

    @Test
    void aTrialThatItsCallerCancelsIsLeftToTheNextCall() throws IOException {
        AtomicBoolean hangs = new AtomicBoolean();
        HttpInstance only = users.start(exchange -> {
            if (hangs.get()) {
                users.hang();
            }
            HttpInstance.answer(exchange, status, "answered");
        });
        get();
        get();
        time.advance(Duration.ofMillis(10_001));
        hangs.set(true);
        Call trial = users.client().newCall(TestedService.request().build());
        CompletableFuture<Response> cancelled =
                CompletableFuture.supplyAsync(() -> execute(trial), TestedService.OWN_THREAD);
        await().atMost(SOON).until(() -> only.requests().size() == 3);
        trial.cancel();
        assertThat(cancelled).failsWithin(SOON);

        hangs.set(false);
        status = 200;
        assertThat(get()).isEqualTo("answered");
    }

    @Test
    void theInstanceThatAsksForALaterRetryIsNotAskedWhenItsBreakerIsOpen() throws IOException {
        HttpInstance only = users.start(503, "Retry-After", "0");

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> {
            time.advance(Duration.ofMillis(1));
            return answer.isDone();
        });

        assertThat(answer).isCompletedWithValue("503 status 503");
        assertThat(only.requests()).as("the second opened it").hasSize(2);
        assertThat(users.inFlight()).isZero();
    }

    private static Response execute(Call call) {
        try {
            return call.execute();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get() throws IOException {
        return users.text(TestedService.request().build());
    }
}

package io.rollcall.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a broken promise is noticed. */
class SoakCallerTest {
    private static final ServiceInstance REMOVED = ServiceInstance.named("user-service")
            .id("u-1")
            .host("10.0.0.1")
            .port(8080)
            .build();

    private final ByHand time = new ByHand();
    private final Violations violations = new Violations(time, line -> {});
    private final MockRegistry registry = MockRegistry.start();
    private final SoakCaller caller =
            new SoakCaller("caller", registry.uri(), 1, new SoakFleet(registry, Runnable::run), violations, time);

    @AfterEach
    void end() {
        caller.close();
        registry.close();
    }

    @Test
    void aCallToWhomItKnowsToBeGoneIsAViolation() {
        caller.onServiceChanged(change(List.of(REMOVED), List.of()));
        time.pass(SoakConfig.PROPAGATION.plusMillis(2));

        caller.onCallAttempt(attempt(Duration.ofMillis(1)));

        assertThat(violations.first()).singleElement().asString().contains("u-1", "251 ms after");
    }

    @Test
    void aCallThatBeganBeforeItKnewIsNone() {
        caller.onServiceChanged(change(List.of(REMOVED), List.of()));
        time.pass(SoakConfig.PROPAGATION.plusMillis(2));

        caller.onCallAttempt(attempt(Duration.ofMillis(2)));

        assertThat(violations.count()).isZero();
    }

    @Test
    void whoIsBackMayBeCalled() {
        caller.onServiceChanged(change(List.of(REMOVED), List.of()));
        caller.onServiceChanged(change(List.of(), List.of(REMOVED)));
        time.pass(Duration.ofMinutes(1));

        caller.onCallAttempt(attempt(Duration.ZERO));

        assertThat(violations.count()).isZero();
    }

    private ServiceChangedEvent change(List<ServiceInstance> before, List<ServiceInstance> after) {
        return ServiceChangedEvent.between(snapshot(before), snapshot(after));
    }

    private ServiceSnapshot snapshot(List<ServiceInstance> instances) {
        return ServiceSnapshot.of("user-service", 1, instances, ServiceSnapshot.Source.PUSH, time);
    }

    private static CallAttemptEvent attempt(Duration took) {
        return new CallAttemptEvent(REMOVED, CallAttemptEvent.Kind.FIRST, Outcome.SUCCESS, took);
    }

    private static final class ByHand implements TimeSource {
        private long nanos;

        void pass(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long currentTimeMillis() {
            return nanos / 1_000_000;
        }
    }
}

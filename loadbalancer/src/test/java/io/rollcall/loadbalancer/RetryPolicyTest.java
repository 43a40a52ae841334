package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.loadbalancer.policy.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Duration TICK = Duration.ofMillis(10);

    @Test
    void defaultsAreCareful() {
        RetryPolicy policy = RetryPolicy.defaults();

        assertThat(policy.attempts()).isEqualTo(3);
        assertThat(policy.statuses()).containsExactlyInAnyOrder(502, 503, 504);
        assertThat(policy.onTimeout()).isTrue();
        assertThat(policy.perAttemptTimeout()).isNull();
        assertThat(policy.totalTimeout()).isNull();
        assertThat(policy.backoffBase()).isEqualTo(Duration.ofMillis(25));
        assertThat(policy.backoffMax()).isEqualTo(Duration.ofMillis(250));
        assertThat(policy.maxRetryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everythingCanBeChosen() {
        RetryPolicy policy = RetryPolicy.builder()
                .onStatus(429, 503)
                .onTimeout(false)
                .perAttemptTimeout(TICK)
                .totalTimeout(TICK.multipliedBy(3))
                .backoff(TICK, TICK)
                .maxRetryAfter(Duration.ZERO)
                .build();

        assertThat(policy.statuses()).containsExactlyInAnyOrder(429, 503);
        assertThat(policy.onTimeout()).isFalse();
        assertThat(policy.perAttemptTimeout()).isEqualTo(TICK);
        assertThat(policy.totalTimeout()).isEqualTo(TICK.multipliedBy(3));
        assertThat(policy.backoffMax()).isEqualTo(TICK);
        assertThat(policy.maxRetryAfter()).isZero();
        assertThat(RetryPolicy.builder().onStatus().build().statuses()).isEmpty();
    }

    @Test
    void nonsenseIsRefusedByName() {
        RetryPolicy.Builder builder = RetryPolicy.builder();

        assertThatThrownBy(() -> builder.onStatus(200)).hasMessage("onStatus: 200 (expected: 400 to 599)");
        assertThatThrownBy(() -> builder.perAttemptTimeout(Duration.ZERO))
                .hasMessage("perAttemptTimeout: PT0S (expected: > 0)");
        assertThatThrownBy(() -> builder.totalTimeout(TICK.negated()))
                .hasMessage("totalTimeout: PT-0.01S (expected: > 0)");
        assertThatThrownBy(() -> builder.backoff(TICK, Duration.ofMillis(9)))
                .hasMessage("max: PT0.009S (expected: base PT0.01S or more)");
        assertThatThrownBy(() -> builder.maxRetryAfter(TICK.negated()))
                .hasMessage("maxRetryAfter: PT-0.01S (expected: 0 or more)");
    }
}

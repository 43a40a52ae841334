package io.rollcall.internal.lease;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.registration.Registration.State;
import io.rollcall.registry.Lease;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leases that no registry should grant, and turns of the loop that fail. */
class AbsurdLeaseTest extends OnVirtualTime {

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 3074457345618258602",
        "9223372036854775807, 1",
        "2, 1",
        "86400001, 30000",
    })
    @DisplayName("F40 a lease of absurd length neither spins nor breaks the registration")
    void absurdLeaseIsClamped(long ttlMillis, long heartbeatMillis) {
        registry.grants(ofMillis(ttlMillis), ofMillis(heartbeatMillis));
        LeaseLoop loop = register(orders());

        time.advance(ofSeconds(10));

        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(registry.requestKinds()).hasSizeBetween(1, 200);
        loop.closeAsync();
        time.advance(ofSeconds(10));
        assertThat(loop.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void leaseWithinTheBoundsStaysAsItIs() {
        Lease lease = new Lease(ofSeconds(30), ofSeconds(20));

        assertThat(LeaseBounds.clamp(lease)).isEqualTo(lease);
    }

    @Test
    void boundsAreASecondAndADay() {
        assertThat(LeaseBounds.clamp(new Lease(ofMillis(2), ofMillis(1))))
                .isEqualTo(new Lease(ofSeconds(1), ofMillis(100)));
        assertThat(LeaseBounds.clamp(new Lease(Duration.ofDays(9), Duration.ofDays(8))))
                .isEqualTo(new Lease(Duration.ofHours(24), Duration.ofHours(8)));
    }

    @Test
    @DisplayName("F40 a turn of the loop that fails is followed by a wait, however long that lasts")
    void failedTurnIsFollowedByABackoff() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        AtomicInteger turns = new AtomicInteger();
        blocking = task -> {
            turns.incrementAndGet();
            boolean[] failing = {true};
            onClock = () -> {
                if (failing[0]) {
                    failing[0] = false;
                    throw new IllegalStateException("a bug");
                }
            };
            task.run();
        };

        time.advance(ofSeconds(60));

        assertThat(turns).hasValueBetween(1, 20);
        blocking = Runnable::run;
        onClock = () -> {};
        time.advance(ofSeconds(60));
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
    }
}

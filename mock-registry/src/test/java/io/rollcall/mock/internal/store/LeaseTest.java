package io.rollcall.mock.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.mock.instance.InstanceStatus;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofNanos(1);

    private final StoreFixture fixture = new StoreFixture().swept();

    @Test
    @DisplayName("F15 a reader sees no instance one moment longer than its ttl")
    void aReadNeverShowsAnExpiredInstance() {
        fixture.pass(Duration.ofMillis(300));
        fixture.register("orders", "o-1");

        fixture.pass(TTL.minus(TICK));
        assertThat(fixture.ids("orders")).containsExactly("o-1");
        fixture.pass(TICK);
        assertThat(fixture.ids("orders")).isEmpty();
        assertThat(fixture.store.services()).isEmpty();
        assertThat(fixture.store.expirations()).isEqualTo(1);
    }

    @Test
    @DisplayName("F15 the sweep removes what nobody reads, and tells")
    void theSweepRemovesAndTells() {
        fixture.register("orders", "o-1");
        fixture.changes.clear();

        fixture.pass(TTL.plusSeconds(1));

        assertThat(fixture.changes).containsExactly("orders");
        assertThat(fixture.store.instances()).isZero();
    }

    @Test
    void onlyTheSilentOneExpires() {
        fixture.register("orders", "o-1");
        fixture.register("orders", "o-2");
        for (int beat = 0; beat < 10; beat++) {
            fixture.pass(Duration.ofSeconds(10));
            assertThat(fixture.beat("orders", "o-1")).isEqualTo(UpdateResult.DONE);
        }
        assertThat(fixture.ids("orders")).containsExactly("o-1");
        assertThat(fixture.beat("orders", "o-2")).isEqualTo(UpdateResult.UNKNOWN);
    }

    @Test
    void aLateHeartbeatDoesNotReviveALeaseThatNoSweepHasSeenYet() {
        fixture.pass(Duration.ofMillis(300));
        fixture.register("orders", "o-1");
        fixture.pass(TTL);

        assertThat(fixture.beat("orders", "o-1")).isEqualTo(UpdateResult.UNKNOWN);
        assertThat(fixture.beat("orders", "o-1", InstanceStatus.DRAINING)).isEqualTo(UpdateResult.UNKNOWN);
        assertThat(fixture.remove("orders", "o-1")).isEqualTo(UpdateResult.UNKNOWN);
    }

    @Test
    void aChangeOfStatusRenewsTheLease() {
        fixture.register("orders", "o-1");
        fixture.pass(Duration.ofSeconds(29));
        fixture.beat("orders", "o-1", InstanceStatus.DRAINING);
        fixture.pass(Duration.ofSeconds(29));

        assertThat(fixture.ids("orders")).containsExactly("o-1");
    }

    @Test
    @DisplayName("F17 after a pause of its own the registry grants one ttl before it expires anything")
    void grantsGraceAfterAPause() {
        fixture.register("orders", "o-1");
        fixture.register("orders", "o-2");

        fixture.clock.pause(Duration.ofMinutes(10));

        assertThat(fixture.ids("orders")).containsExactly("o-1", "o-2");
        fixture.pass(Duration.ofSeconds(10));
        assertThat(fixture.beat("orders", "o-1")).isEqualTo(UpdateResult.DONE);
        fixture.pass(Duration.ofSeconds(20).minus(TICK));
        assertThat(fixture.ids("orders")).containsExactly("o-1", "o-2");
        fixture.pass(TICK);
        assertThat(fixture.ids("orders")).containsExactly("o-1");
    }

    @Test
    @DisplayName("F17 what was registered in time is grace enough: a pause does not lengthen younger leases")
    void graceDoesNotAddUp() {
        fixture.clock.pause(Duration.ofMinutes(10));
        fixture.register("orders", "o-1");
        fixture.pass(TTL);

        assertThat(fixture.ids("orders")).isEmpty();
    }

    @Test
    @DisplayName("F17 a read between the pause and the first sweep expires nothing")
    void aReadBeforeTheFirstSweepExpiresNothing() {
        StoreFixture unswept = new StoreFixture();
        unswept.register("orders", "o-1");
        unswept.pass(Duration.ofMinutes(10));

        assertThat(unswept.ids("orders")).containsExactly("o-1");
        assertThat(unswept.beat("orders", "o-1")).isEqualTo(UpdateResult.DONE);
    }

    @Test
    void aLateSweepWithinWhatClientsCanSpareIsNoPause() {
        fixture.register("orders", "o-1");
        fixture.pass(Duration.ofSeconds(20));
        fixture.clock.pause(Duration.ofSeconds(10));

        assertThat(fixture.ids("orders")).isEmpty();
    }

    @Test
    @DisplayName("F18 the client's clock decides nothing")
    void theClientsTimestampIsOnlyShown() {
        fixture.store.register(
                StoreFixture.instance("orders", "o-1").timestamp(Long.MAX_VALUE).build());
        fixture.store.register(
                StoreFixture.instance("orders", "o-2").timestamp(0L).build());

        fixture.pass(TTL.minus(TICK));
        assertThat(fixture.ids("orders")).containsExactly("o-1", "o-2");
        fixture.pass(TICK);
        assertThat(fixture.ids("orders")).isEmpty();
    }

    @Test
    void termsHaveToMakeSense() {
        assertThatThrownBy(() -> new LeaseConfig(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heartbeat: PT5S (expected: shorter than the ttl PT5S)");
        assertThatThrownBy(() -> new LeaseConfig(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ZERO))
                .hasMessage("sweep: PT0S (expected: at least 1 ms)");
    }
}

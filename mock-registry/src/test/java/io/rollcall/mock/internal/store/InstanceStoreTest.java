package io.rollcall.mock.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InstanceStoreTest {
    private final StoreFixture fixture = new StoreFixture();
    private final InstanceStore store = fixture.store;

    @Test
    void everyChangeRaisesTheServicesRevision() {
        fixture.register("orders", "o-1");
        assertThat(store.revision("orders")).isEqualTo(1);
        fixture.beat("orders", "o-1", InstanceStatus.DRAINING);
        assertThat(store.revision("orders")).isEqualTo(2);
        store.register(
                StoreFixture.instance("orders", "o-1").metadata("version", "2").build());
        assertThat(store.revision("orders")).isEqualTo(3);
        fixture.remove("orders", "o-1");
        assertThat(store.revision("orders")).isEqualTo(4);
        assertThat(store.snapshot("orders").revision()).isEqualTo(4);
        assertThat(fixture.changes).containsExactly("orders", "orders", "orders", "orders");
    }

    @Test
    @DisplayName("F20 an unrelated change leaves a service's revision alone")
    void unrelatedChangesLeaveTheRevision() {
        fixture.register("orders", "o-1");
        Snapshot before = store.snapshot("orders");

        fixture.register("users", "u-1");
        fixture.remove("users", "u-1");

        assertThat(store.snapshot("orders")).isSameAs(before);
        assertThat(store.revision("users")).isEqualTo(3);
    }

    @Test
    void registeringTheSameAgainIsNoChange() {
        RegisteredInstance first = fixture.register("orders", "o-1");
        fixture.pass(Duration.ofSeconds(1));
        RegisteredInstance again = fixture.register("orders", "o-1");

        assertThat(again).isEqualTo(first);
        assertThat(store.revision("orders")).isEqualTo(1);
        assertThat(fixture.beat("orders", "o-1", InstanceStatus.UP)).isEqualTo(UpdateResult.DONE);
        assertThat(store.revision("orders")).isEqualTo(1);
    }

    @Test
    @DisplayName("F27 a change of metadata alone is a change")
    void aChangeOfMetadataIsAChange() {
        fixture.register("orders", "o-1");
        store.register(
                StoreFixture.instance("orders", "o-1").metadata("zone", "eu-1a").build());

        assertThat(store.snapshot("orders").revision()).isEqualTo(2);
        assertThat(store.snapshot("orders").instances().get(0).metadata()).containsEntry("zone", "eu-1a");
    }

    @Test
    @DisplayName("F10 an older generation can neither renew nor change nor remove a newer one")
    void olderGenerationHasNoSay() {
        store.register(StoreFixture.instance("orders", "o-1").generation(2).build());

        assertThat(store.heartbeat("orders", "o-1", null, 1)).isEqualTo(UpdateResult.OLDER_GENERATION);
        assertThat(store.heartbeat("orders", "o-1", InstanceStatus.DOWN, 1)).isEqualTo(UpdateResult.OLDER_GENERATION);
        assertThat(store.deregister("orders", "o-1", 1)).isEqualTo(UpdateResult.OLDER_GENERATION);
        assertThatThrownBy(() -> store.register(
                        StoreFixture.instance("orders", "o-1").generation(1).build()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.OLDER_GENERATION));
        assertThat(store.revision("orders")).isEqualTo(1);
    }

    @Test
    void newerGenerationRemovesWhatItsPredecessorLeft() {
        store.register(StoreFixture.instance("orders", "o-1").generation(1).build());

        assertThat(store.heartbeat("orders", "o-1", null, 2)).isEqualTo(UpdateResult.UNKNOWN);
        assertThat(store.heartbeat("orders", "o-1", InstanceStatus.DOWN, 2)).isEqualTo(UpdateResult.UNKNOWN);
        assertThat(store.deregister("orders", "o-1", 2)).isEqualTo(UpdateResult.DONE);
    }

    @Test
    void anExpiredNewerGenerationIsInNobodysWay() {
        fixture.swept();
        store.register(StoreFixture.instance("orders", "o-1").generation(2).build());
        fixture.pass(Duration.ofSeconds(30));

        store.register(StoreFixture.instance("orders", "o-1").generation(1).build());

        assertThat(store.snapshot("orders").instances().get(0).generation()).isEqualTo(1);
    }

    @Test
    void oneGenerationHasOneRegistrationTime() {
        long first = fixture.register("orders", "o-1").timestamp();
        fixture.pass(Duration.ofSeconds(5));
        long changed = store.register(StoreFixture.instance("orders", "o-1")
                        .metadata("a", "b")
                        .build())
                .timestamp();
        long next = store.register(
                        StoreFixture.instance("orders", "o-1").generation(1).build())
                .timestamp();

        assertThat(changed).isEqualTo(first);
        assertThat(next).isEqualTo(first + 5_000);
    }

    @Test
    void takesNoMoreThanItsMaximum() {
        StoreFixture small = new StoreFixture(2).swept();
        small.register("orders", "o-1");
        small.register("users", "u-1");

        assertThatThrownBy(() -> small.register("carts", "c-1"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("instances: 2 are registered (expected: at most 2)");
        small.register("users", "u-1");
        small.pass(Duration.ofSeconds(31));
        small.register("carts", "c-1");

        assertThat(small.store.instances()).isEqualTo(1);
    }

    @Test
    @DisplayName("F38 takes no more bytes than its maximum, and has room again for what is removed")
    void takesNoMoreBytesThanItsMaximum() {
        StoreFixture small = new StoreFixture(new StoreLimits(1_000, 100_000, 1_000_000));
        int taken = 0;
        RefusedException refused = null;
        while (refused == null) {
            try {
                small.store.register(large("orders", taken));
                taken++;
            } catch (RefusedException full) {
                refused = full;
            }
        }

        assertThat(refused.reason()).isEqualTo(RefusedException.Reason.FULL);
        assertThat(refused).hasMessageContaining("at most 100000 bytes");
        assertThat(taken).isBetween(3, 12);
        assertThat(small.store.bytes()).isBetween(80_000L, 100_000L);
        small.store.register(large("orders", 0));
        for (int i = 0; i < taken; i++) {
            small.remove("orders", "i-" + i);
        }
        assertThat(small.store.bytes()).isZero();
    }

    @Test
    @DisplayName("F42 a service takes no more bytes than its maximum; others have room")
    void aServiceTakesNoMoreBytesThanItsMaximum() {
        StoreFixture small = new StoreFixture(new StoreLimits(1_000, 1_000_000, 50_000));
        for (int i = 0; i < 4; i++) {
            small.store.register(large("orders", i));
        }

        assertThatThrownBy(() -> small.store.register(large("orders", 4)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("serviceName: the list of orders is full (expected: at most 50000 bytes of instances)");
        small.store.register(large("users", 4));
        small.remove("orders", "i-0");
        small.store.register(large("orders", 4));
        assertThat(small.store.instances()).isEqualTo(5);
    }

    private static RegistrationRequest large(String service, int number) {
        RegistrationRequest.Builder large = StoreFixture.instance(service, "i-" + number);
        for (int entry = 0; entry < 10; entry++) {
            large.metadata("key-" + entry, "x".repeat(1_000));
        }
        return large.build();
    }

    @Test
    @DisplayName("F29 ten thousand times more services come and go than are remembered")
    void forgetsServicesThatAreLongEmptyButTheirRevisionsNeverFall() {
        fixture.register("first", "f-1");
        fixture.remove("first", "f-1");
        long known = store.revision("first");
        fixture.register("stays", "s-1");

        for (int i = 0; i < 2 * Revisions.MAX_EMPTY; i++) {
            fixture.register("service-" + i, "x");
            fixture.remove("service-" + i, "x");
        }

        assertThat(store.rememberedServices()).isEqualTo(Revisions.MAX_EMPTY + 1);
        assertThat(store.revision("first")).isGreaterThanOrEqualTo(known);
        assertThat(store.snapshot("first").revision()).isGreaterThanOrEqualTo(known);
        fixture.register("first", "f-1");
        assertThat(store.revision("first")).isEqualTo(store.revision());
        assertThat(store.revision("stays")).isEqualTo(3);
    }

    @Test
    void aRefusedRegistrationLeavesNoTrace() {
        StoreFixture full = new StoreFixture(1);
        full.register("orders", "o-1");
        for (int i = 0; i < 100; i++) {
            String service = "service-" + i;
            assertThatThrownBy(() -> full.register(service, "x")).isInstanceOf(RefusedException.class);
        }
        assertThat(full.store.rememberedServices()).isEqualTo(1);
        assertThat(full.store.revision()).isEqualTo(1);
    }

    @Test
    void aSnapshotIsRenderedOnce() {
        fixture.register("orders", "o-1");
        AtomicInteger renderings = new AtomicInteger();

        for (int read = 0; read < 3; read++) {
            store.snapshot("orders").rendered(snapshot -> new byte[] {(byte) renderings.incrementAndGet()});
        }

        assertThat(renderings).hasValue(1);
    }
}

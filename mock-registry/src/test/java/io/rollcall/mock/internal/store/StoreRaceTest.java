package io.rollcall.mock.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RegisteredInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several threads at once, on real threads and virtual time. */
class StoreRaceTest {
    private static final int STEPS = 20_000;

    private final VirtualClock clock = VirtualClock.create();
    private final InstanceStore store = new InstanceStore(
            clock,
            new LeaseConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(1)),
            StoreLimits.ofInstances(1_000),
            service -> {});
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void countsAndSnapshotsAgreeAfterEveryMixOfWrites() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            SplittableRandom random = new SplittableRandom(writer);
            writers.add(threads.submit(() -> writeAtRandom(random)));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }

        int visible = 0;
        for (int service = 0; service < 4; service++) {
            Snapshot snapshot = store.snapshot("s-" + service);
            visible += snapshot.instances().size();
            assertThat(snapshot.revision()).isEqualTo(store.revision("s-" + service));
            assertThat(snapshot.instances())
                    .extracting(RegisteredInstance::instanceId)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
        assertThat(store.instances()).isEqualTo(visible);
        assertThat(store.services().stream().mapToInt(s -> s.instances()).sum()).isEqualTo(visible);
    }

    @Test
    void aReaderNeverSeesARevisionFallOrTwoStatesOfOneRevision() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> reader = threads.submit((Callable<Integer>) () -> {
            Snapshot last = store.snapshot("s-0");
            int changes = 0;
            while (!done.get()) {
                Snapshot next = store.snapshot("s-0");
                assertThat(next.revision()).isGreaterThanOrEqualTo(last.revision());
                if (next.revision() == last.revision()) {
                    assertThat(next.instances()).isEqualTo(last.instances());
                } else {
                    changes++;
                }
                last = next;
            }
            return changes;
        });
        writeAtRandom(new SplittableRandom(7));
        done.set(true);

        assertThat(reader.get()).isPositive();
    }

    @Test
    void aHeartbeatThatWasAcceptedKeepsTheInstance() throws Exception {
        store.register(StoreFixture.instance("s-0", "i").build());
        for (int round = 0; round < 2_000; round++) {
            sweptUntilTheLastNanosecondOfTheLease();
            Future<UpdateResult> beat =
                    threads.submit(() -> store.heartbeat("s-0", "i", null, InstanceStore.ANY_GENERATION));
            clock.advance(Duration.ofNanos(1));
            store.sweep();

            boolean accepted = beat.get() == UpdateResult.DONE;
            assertThat(store.snapshot("s-0").instances()).as("round %d", round).hasSize(accepted ? 1 : 0);
            store.register(StoreFixture.instance("s-0", "i").build());
        }
    }

    /** The same race without all that is around it, often enough to hit the few instructions that matter. */
    @Test
    void aLeaseIsNeverBothRenewedAndEnded() throws Exception {
        LeaseConfig rarelySwept = new LeaseConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofHours(1));
        LeaseTime time = new LeaseTime(clock, rarelySwept);
        RegisteredInstance instance = StoreFixture.instance("s-0", "i").build().instance();
        clock.advance(Duration.ofNanos(1)); // so that a renewal moves the deadline past the end that is tried here
        CyclicBarrier start = new CyclicBarrier(2);
        for (int round = 0; round < 300; round++) {
            List<Lease> leases = Stream.generate(() -> new Lease(instance, InstanceSize.of(instance), time.deadline(0)))
                    .limit(2_000)
                    .toList();
            Future<List<Boolean>> renewed = threads.submit(() -> {
                start.await();
                return leases.stream().map(lease -> lease.renew(time)).toList();
            });
            start.await();
            List<Boolean> ended = leases.stream()
                    .map(lease -> lease.endIfExpired(time, time.deadline(0)))
                    .toList();
            for (int i = 0; i < leases.size(); i++) {
                assertThat(ended.get(i)).isNotEqualTo(renewed.get().get(i));
            }
        }
    }

    private void sweptUntilTheLastNanosecondOfTheLease() {
        for (int third = 0; third < 3; third++) {
            clock.advance(Duration.ofSeconds(10).minusNanos(third == 2 ? 1 : 0));
            store.sweep();
        }
    }

    private void writeAtRandom(SplittableRandom random) {
        for (int step = 0; step < STEPS; step++) {
            String service = "s-" + random.nextInt(4);
            String id = "i-" + random.nextInt(8);
            switch (random.nextInt(4)) {
                case 0 -> store.deregister(service, id, InstanceStore.ANY_GENERATION);
                case 1 -> store.heartbeat(service, id, InstanceStatus.DRAINING, InstanceStore.ANY_GENERATION);
                case 2 -> store.heartbeat(service, id, null, InstanceStore.ANY_GENERATION);
                default -> store.register(StoreFixture.instance(service, id).build());
            }
        }
    }
}

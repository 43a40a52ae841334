package io.rollcall.mock.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.rollcall.mock.internal.store.Snapshot;
import io.rollcall.mock.internal.store.StoreLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventCursorTest {
    private static final List<String> SERVICES =
            IntStream.range(0, 6).mapToObj(i -> "s-" + i).toList();

    private final InstanceStore store = new InstanceStore(
            VirtualClock.create(),
            new LeaseConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(1)),
            StoreLimits.ofInstances(1_000),
            service -> {});

    @Test
    void sendsEachServiceOnceInTheOrderOfRevisions() {
        change(2, 1);
        change(0, 1);
        change(0, 2);
        EventCursor cursor = new EventCursor(store, List.of("s-0", "s-2"), 0);

        assertThat(next(cursor).revision()).isEqualTo(1);
        assertThat(next(cursor).revision()).isEqualTo(3);
        assertThat(cursor.next()).isNull();
        change(2, 2);
        assertThat(next(cursor).revision()).isEqualTo(4);
        assertThat(cursor.next()).isNull();
    }

    @Test
    void aServiceThatChangesDuringTheRoundIsSentOnceWithItsNewestState() {
        change(0, 1);
        change(1, 1);
        change(2, 1);
        EventCursor cursor = new EventCursor(store, SERVICES, 0);

        assertThat(next(cursor).revision()).isEqualTo(1);
        change(1, 2);
        assertThat(next(cursor).serviceName()).isEqualTo("s-2");
        assertThat(next(cursor)).matches(snapshot -> snapshot.revision() == 4);
        assertThat(cursor.next()).isNull();
    }

    /** The subscriber drops its connection at random and resumes with nothing but the last revision it saw. */
    @Test
    void whoResumesWithTheLastRevisionMissesNothing() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> writing =
                    List.of(writers.submit(() -> changeAtRandom(1)), writers.submit(() -> changeAtRandom(2)));
            SplittableRandom random = new SplittableRandom(3);
            Map<String, Snapshot> seen = new HashMap<>();
            long last = 0;
            EventCursor cursor = new EventCursor(store, SERVICES, last);
            boolean finished = false;
            while (!finished) {
                boolean quiet = writing.stream().allMatch(Future::isDone);
                Snapshot snapshot = cursor.next();
                if (snapshot != null) {
                    assertThat(snapshot.revision()).isGreaterThan(last);
                    last = snapshot.revision();
                    seen.put(snapshot.serviceName(), snapshot);
                }
                finished = quiet && snapshot == null;
                if (random.nextInt(3) == 0) {
                    cursor = new EventCursor(store, SERVICES, last);
                }
            }
            for (String service : SERVICES) {
                Snapshot known = Objects.requireNonNull(seen.get(service));
                assertThat(known.instances()).isEqualTo(store.snapshot(service).instances());
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private static Snapshot next(EventCursor cursor) {
        return Objects.requireNonNull(cursor.next());
    }

    private void changeAtRandom(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            change(random.nextInt(SERVICES.size()), i * 10 + seed);
        }
    }

    private void change(int service, int value) {
        store.register(RegistrationRequest.of("s-" + service, "10.0.0.1", 8080)
                .instanceId("i")
                .metadata("value", Integer.toString(value))
                .build());
    }
}

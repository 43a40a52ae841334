package io.rollcall.testing;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
    private final VirtualScheduler time = new VirtualScheduler();
    private final List<Duration> ran = new ArrayList<>();

    private void note() {
        ran.add(time.elapsed());
    }

    @Test
    void runsTasksAtTheirOwnMomentsInOrder() {
        time.schedule(this::note, 2, SECONDS);
        time.schedule(() -> time.schedule(this::note, 3, SECONDS), 1, SECONDS);
        assertThat(ran).isEmpty();

        time.advance(ofSeconds(4));

        assertThat(ran).containsExactly(ofSeconds(2), ofSeconds(4));
    }

    @Test
    void fixedRateCatchesUpAfterALeapAndFixedDelayDoesNot() {
        time.scheduleAtFixedRate(this::note, 1, 1, SECONDS);
        time.leap(ofSeconds(3));
        assertThat(ran).containsExactly(ofSeconds(3), ofSeconds(3), ofSeconds(3));

        time.shutdownNow();
        VirtualScheduler other = new VirtualScheduler();
        other.scheduleWithFixedDelay(() -> ran.add(other.elapsed()), 1, 1, SECONDS);
        other.leap(ofSeconds(3));
        other.advance(ofSeconds(1));
        assertThat(ran).hasSize(5).endsWith(ofSeconds(3), ofSeconds(4));
    }

    @Test
    void cancelledTaskDoesNotRun() {
        ScheduledFuture<?> task = time.schedule(this::note, 1, SECONDS);
        task.cancel(false);

        time.advance(ofSeconds(2));

        assertThat(ran).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void taskThatThrowsEndsItsPeriodAsARealSchedulerWould() {
        time.scheduleAtFixedRate(
                () -> {
                    note();
                    throw new IllegalStateException("once");
                },
                1,
                1,
                SECONDS);

        time.advance(ofSeconds(5));

        assertThat(ran).hasSize(1);
    }

    @Test
    void wallClockStepsAlone() {
        long nanos = time.nanoTime();
        long millis = time.currentTimeMillis();

        time.stepWallClock(ofDays(-1));

        assertThat(time.nanoTime()).isEqualTo(nanos);
        assertThat(time.currentTimeMillis()).isEqualTo(millis - ofDays(1).toMillis());
    }

    @Test
    void refusesTasksAfterShutdown() {
        time.shutdown();

        assertThatThrownBy(() -> time.execute(this::note)).isInstanceOf(RejectedExecutionException.class);
    }
}

package io.rollcall.mock.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.clock.RegistryClock.Repeating;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClockTest {
    private final VirtualClock clock = VirtualClock.create();
    private final List<String> runs = new ArrayList<>();

    @Test
    void tasksRunAtTheirOwnMoments() {
        clock.every("a", Duration.ofMillis(200), () -> runs.add("a" + clock.nanos() / 1_000_000));
        clock.every("b", Duration.ofMillis(300), () -> runs.add("b" + clock.nanos() / 1_000_000));

        clock.advance(Duration.ofMillis(650));

        assertThat(runs).containsExactly("a200", "b300", "a400", "a600", "b600");
        assertThat(clock.nanos()).isEqualTo(650_000_000L);
    }

    @Test
    void aPauseRunsEachTaskOnceAfterwards() {
        clock.every("a", Duration.ofSeconds(1), () -> runs.add("a" + clock.nanos() / 1_000_000));

        clock.pause(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(1));

        assertThat(runs).containsExactly("a10000", "a11000");
    }

    @Test
    void anEndedTaskRunsNoMore() {
        Repeating task = clock.every("a", Duration.ofSeconds(1), () -> runs.add("a"));
        clock.advance(Duration.ofSeconds(1));
        task.close();
        task.close();
        clock.advance(Duration.ofSeconds(5));

        assertThat(runs).containsExactly("a");
    }

    @Test
    void wallTimeMovesAlong() {
        long before = clock.millis();
        clock.advance(Duration.ofMillis(1_500));

        assertThat(clock.millis() - before).isEqualTo(1_500);
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration: PT-0.001S (expected: not negative)");
    }

    @Test
    @DisplayName("F11 a task that throws runs again")
    void aTaskThatThrowsRunsAgain() {
        AtomicInteger attempts = new AtomicInteger();
        Repeating task = RegistryClock.system().every("rollcall-mock-test", Duration.ofMillis(5), () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("on purpose");
            }
        });
        try (task) {
            await().until(() -> attempts.get() > 3);
        }
        // The executor has ended a moment before its last thread has.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("rollcall-mock-test"));
    }
}

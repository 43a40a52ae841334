package io.rollcall.health;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.HealthCheck;
import io.rollcall.HealthCheck.Verdict;
import io.rollcall.model.InstanceStatus;
import io.rollcall.testing.VirtualScheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {
    private final VirtualScheduler time = new VirtualScheduler();
    private final Map<String, HealthCheck> checks = new LinkedHashMap<>();
    private final List<Health> told = new ArrayList<>();
    private final Map<String, Verdict> results = new LinkedHashMap<>();
    private Executor threads = Runnable::run;

    @Test
    void withoutChecksItIsUpAndNothingRuns() {
        assertThat(started().health()).isEqualTo(Health.UNCHECKED);
        assertThat(time.pending()).isZero();
    }

    @Test
    void isStartingUntilEveryCheckHasGivenAVerdict() {
        List<Runnable> waiting = new ArrayList<>();
        threads = waiting::add;
        finds("db", Verdict.up());
        finds("cache", Verdict.up());
        HealthMonitor monitor = started();
        time.runDue();

        waiting.get(0).run();
        assertThat(monitor.health()).isEqualTo(new Health(InstanceStatus.STARTING, "cache: no verdict yet"));
        waiting.get(1).run();

        assertThat(monitor.health()).isEqualTo(new Health(InstanceStatus.UP, ""));
        assertThat(told).containsExactly(monitor.health());
    }

    @Test
    void firstResultIsTheFirstVerdictWhicheverItIs() {
        checks.put("db", () -> {
            throw new IllegalStateException("connection\nrefused");
        });
        HealthMonitor monitor = started();
        time.runDue();

        assertThat(monitor.health())
                .isEqualTo(new Health(InstanceStatus.DOWN, "db: IllegalStateException: connection refused"));
    }

    @Test
    void takesThreeFailuresInARowToFallAndTwoSuccessesToRise() {
        finds("db", Verdict.up());
        HealthMonitor monitor = started();
        time.runDue();
        finds("db", Verdict.down("slow"));
        time.advance(ofSeconds(10));
        finds("db", Verdict.up());
        time.advance(ofSeconds(5));
        finds("db", Verdict.down("slow"));
        time.advance(ofSeconds(10));
        assertThat(monitor.health().isUp()).isTrue();

        time.advance(ofSeconds(5));
        assertThat(monitor.health()).isEqualTo(new Health(InstanceStatus.DOWN, "db: slow"));
        finds("db", Verdict.up());
        time.advance(ofSeconds(5));
        assertThat(monitor.health().isUp()).isFalse();
        time.advance(ofSeconds(5));

        assertThat(monitor.health().isUp()).isTrue();
        assertThat(told)
                .extracting(Health::status)
                .containsExactly(InstanceStatus.UP, InstanceStatus.DOWN, InstanceStatus.UP);
    }

    @Test
    void oneThatIsDownMakesAllDownAndIsNamed() {
        finds("db", Verdict.up());
        finds("cache", Verdict.down("full"));
        HealthMonitor monitor = started();
        time.runDue();

        assertThat(monitor.health()).isEqualTo(new Health(InstanceStatus.DOWN, "cache: full"));
    }

    @Test
    void hungCheckCountsWithEachIntervalAndIsNotStartedAgain() {
        List<Runnable> begun = new ArrayList<>();
        finds("db", Verdict.up());
        HealthMonitor monitor = started(begun::add);
        time.runDue();
        begun.get(0).run();

        time.advance(ofMillis(14_999));
        assertThat(monitor.health().isUp()).isTrue();
        time.advance(ofMillis(1));

        assertThat(begun).hasSize(2);
        assertThat(monitor.health().reason()).isEqualTo("db: hangs, no answer within PT1S");
    }

    @Test
    void hungCheckIsInterruptedAndItsThreadIsUsedAgainUnharmed() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        checks.put("db", () -> {
            hanging.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                Thread.currentThread().interrupt();
            }
            return Verdict.up();
        });
        HealthMonitor monitor = started(one);
        time.runDue();
        hanging.await();

        time.advance(ofSeconds(1));

        assertThat(monitor.health().reason()).isEqualTo("db: no answer within PT1S");
        await().atMost(ofSeconds(10)).until(() -> interrupted.get() == 1);
        assertThat(one.submit(() -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
        one.shutdownNow();
    }

    @Test
    void lateResultOfARunThatTimedOutIsNotCounted() {
        List<Runnable> waiting = new ArrayList<>();
        finds("db", Verdict.up());
        HealthMonitor monitor = started(waiting::add);
        time.advance(ofSeconds(1));
        assertThat(monitor.health().status()).isEqualTo(InstanceStatus.DOWN);

        waiting.get(0).run();

        assertThat(monitor.health().status()).isEqualTo(InstanceStatus.DOWN);
        time.advance(ofSeconds(4));
        assertThat(waiting).hasSize(2);
    }

    @Test
    @DisplayName("F11 a check that gets no thread is down, and is tried again")
    void checkWithoutAThreadIsTriedAgain() {
        AtomicInteger asked = new AtomicInteger();
        finds("db", Verdict.up());
        HealthMonitor monitor = started(task -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        });
        time.runDue();
        assertThat(monitor.health().reason()).isEqualTo("db: no thread to run it");

        time.advance(ofSeconds(10));

        assertThat(monitor.health().isUp()).isTrue();
    }

    @Test
    void closedMonitorRunsAndTellsNothing() {
        finds("db", Verdict.up());
        HealthMonitor monitor = started();
        time.runDue();
        monitor.close();
        finds("db", Verdict.down("gone"));

        time.advance(ofSeconds(60));

        assertThat(told).hasSize(1);
        assertThat(time.pending()).isZero();
    }

    private void finds(String check, Verdict result) {
        results.put(check, result);
        checks.putIfAbsent(check, () -> results.get(check));
    }

    private HealthMonitor started() {
        return started(threads);
    }

    private HealthMonitor started(Executor on) {
        HealthMonitor monitor = new HealthMonitor(checks, HealthTerms.defaults(), time, on);
        monitor.start(() -> told.add(monitor.health()));
        return monitor;
    }
}

package io.rollcall.internal.health;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.health.HealthCheck;
import io.rollcall.health.HealthCheck.Result;
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
    private final List<Health> notified = new ArrayList<>();
    private final Map<String, Result> results = new LinkedHashMap<>();
    private Executor threads = Runnable::run;

    @Test
    void withoutChecksItIsUpAndNothingRuns() {
        assertThat(started().health()).isEqualTo(Health.UNCHECKED);
        assertThat(time.pending()).isZero();
    }

    @Test
    void isStartingUntilEveryCheckHasAResult() {
        List<Runnable> waiting = new ArrayList<>();
        threads = waiting::add;
        finds("db", Result.up());
        finds("cache", Result.up());
        HealthMonitor monitor = started();
        time.runDue();

        waiting.get(0).run();
        assertThat(monitor.health()).isEqualTo(Health.of(InstanceStatus.STARTING, "cache: no result yet"));
        waiting.get(1).run();

        assertThat(monitor.health()).isEqualTo(Health.of(InstanceStatus.UP, ""));
        assertThat(notified).containsExactly(monitor.health());
    }

    @Test
    void firstResultTakesEffectAtOnce() {
        checks.put("db", () -> {
            throw new IllegalStateException("connection\nrefused");
        });
        HealthMonitor monitor = started();
        time.runDue();

        assertThat(monitor.health())
                .isEqualTo(Health.of(InstanceStatus.DOWN, "db: IllegalStateException: connection refused"));
    }

    @Test
    void takesThreeFailuresInARowToFallAndTwoSuccessesToRise() {
        finds("db", Result.up());
        HealthMonitor monitor = started();
        time.runDue();
        finds("db", Result.down("slow"));
        time.advance(ofSeconds(10));
        finds("db", Result.up());
        time.advance(ofSeconds(5));
        finds("db", Result.down("slow"));
        time.advance(ofSeconds(10));
        assertThat(monitor.health().isUp()).isTrue();

        time.advance(ofSeconds(5));
        assertThat(monitor.health()).isEqualTo(Health.of(InstanceStatus.DOWN, "db: slow"));
        finds("db", Result.up());
        time.advance(ofSeconds(5));
        assertThat(monitor.health().isUp()).isFalse();
        time.advance(ofSeconds(5));

        assertThat(monitor.health().isUp()).isTrue();
        assertThat(notified)
                .extracting(Health::status)
                .containsExactly(InstanceStatus.UP, InstanceStatus.DOWN, InstanceStatus.UP);
    }

    @Test
    void oneCheckThatIsDownMakesTheResultDownAndIsNamed() {
        finds("db", Result.up());
        finds("cache", Result.down("full"));
        HealthMonitor monitor = started();
        time.runDue();

        assertThat(monitor.health()).isEqualTo(Health.of(InstanceStatus.DOWN, "cache: full"));
    }

    @Test
    void hungCheckCountsWithEachIntervalAndIsNotStartedAgain() {
        List<Runnable> runs = new ArrayList<>();
        Runnable[] hang = {() -> {}};
        checks.put("db", () -> {
            hang[0].run();
            return Result.up();
        });
        HealthMonitor monitor = started(runs::add);
        time.runDue();
        runs.get(0).run();
        time.advance(ofSeconds(5));
        hang[0] = () -> {
            time.advance(ofMillis(9_999));
            assertThat(monitor.health().isUp()).isTrue();
            time.advance(ofMillis(1));
        };
        runs.get(1).run();

        assertThat(runs).hasSize(2);
        assertThat(monitor.health().reason()).isEqualTo("db: hangs, no result within PT1S");
    }

    @Test
    void checkThatWaitsForAThreadDoesNotTimeOutButCountsWithEachInterval() {
        List<Runnable> runs = new ArrayList<>();
        finds("db", Result.up());
        HealthMonitor monitor = started(runs::add);
        time.runDue();
        runs.get(0).run();

        time.advance(ofMillis(19_999));
        assertThat(monitor.health().isUp()).isTrue();
        time.advance(ofMillis(1));

        assertThat(monitor.health().reason()).isEqualTo("db: waits for a thread");
        runs.get(1).run();
        time.advance(ofSeconds(5));
        runs.get(2).run();
        assertThat(monitor.health().isUp()).isTrue();
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
            return Result.up();
        });
        HealthMonitor monitor = started(one::execute);
        time.runDue();
        hanging.await();

        time.advance(ofSeconds(1));

        assertThat(monitor.health().reason()).isEqualTo("db: no result within PT1S");
        await().atMost(ofSeconds(10)).until(() -> interrupted.get() == 1);
        assertThat(one.submit(() -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
        one.shutdownNow();
    }

    @Test
    void lateResultOfARunThatTimedOutIsNotCounted() {
        AtomicInteger runs = new AtomicInteger();
        checks.put("db", () -> {
            runs.incrementAndGet();
            time.advance(ofSeconds(1));
            return Result.up();
        });
        HealthMonitor monitor = started();

        time.runDue();

        assertThat(monitor.health()).isEqualTo(Health.of(InstanceStatus.DOWN, "db: no result within PT1S"));
        time.advance(ofSeconds(5));
        assertThat(runs).hasValue(2);
        assertThat(monitor.health().status()).isEqualTo(InstanceStatus.DOWN);
    }

    @Test
    void executorReservesAThreadWhileARunHangsAndFromTheStartOfTheNext() {
        List<String> events = new ArrayList<>();
        checks.put("db", () -> {
            events.add("runs");
            time.advance(ofSeconds(1));
            events.add("still runs");
            return Result.up();
        });
        started(new HealthCheckExecutor() {
            @Override
            public void execute(Runnable run) {
                run.run();
            }

            @Override
            public void reserveThread() {
                events.add("reserve");
            }

            @Override
            public void releaseThread() {
                events.add("release");
            }
        });
        time.advance(ofSeconds(6));

        assertThat(events)
                .containsExactly(
                        "runs", "reserve", "still runs", "release", "reserve", "runs", "still runs", "release");
    }

    @Test
    @DisplayName("F11 a check that gets no thread is down, and is retried")
    void checkWithoutAThreadIsRetried() {
        AtomicInteger executions = new AtomicInteger();
        finds("db", Result.up());
        HealthMonitor monitor = started(task -> {
            if (executions.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        });
        time.runDue();
        assertThat(monitor.health().reason()).isEqualTo("db: no thread to run on");

        time.advance(ofSeconds(10));

        assertThat(monitor.health().isUp()).isTrue();
    }

    @Test
    void closedMonitorRunsAndNotifiesNothing() {
        finds("db", Result.up());
        HealthMonitor monitor = started();
        time.runDue();
        monitor.close();
        finds("db", Result.down("gone"));

        time.advance(ofSeconds(60));

        assertThat(notified).hasSize(1);
        assertThat(time.pending()).isZero();
    }

    @Test
    void runThatWaitsWhenTheMonitorClosesIsNotRun() {
        List<Runnable> waiting = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        checks.put("db", () -> {
            runs.incrementAndGet();
            return Result.up();
        });
        HealthMonitor monitor = started(waiting::add);
        time.runDue();

        monitor.close();
        waiting.get(0).run();

        assertThat(runs).hasValue(0);
    }

    @Test
    void closedBeforeItIsStartedItNeverRuns() {
        finds("db", Result.up());
        HealthMonitor monitor = new HealthMonitor("orders", checks, HealthConfig.defaults(), time, threads::execute);
        monitor.close();

        monitor.start(() -> notified.add(monitor.health()));

        assertThat(time.pending()).isZero();
    }

    @Test
    void combinedHealthIsTheWorseAndHasTheReasonsOfAllThatAreAsBad() {
        Health up = Health.of(InstanceStatus.UP, "");
        Health starting = Health.of(InstanceStatus.STARTING, "db: no result yet");
        Health down = Health.of(InstanceStatus.DOWN, "cache: full");

        assertThat(up.and(Health.UNCHECKED)).isSameAs(up);
        assertThat(Health.UNCHECKED.and(up)).isSameAs(up);
        assertThat(Health.UNCHECKED.and(Health.UNCHECKED)).isSameAs(Health.UNCHECKED);
        assertThat(up.and(starting)).isEqualTo(starting);
        assertThat(starting.and(down)).isEqualTo(down);
        assertThat(down.and(up)).isEqualTo(down);
        assertThat(down.and(Health.of(InstanceStatus.DOWN, "ldap: refused")).reason())
                .isEqualTo("cache: full; ldap: refused");
    }

    private void finds(String check, Result result) {
        results.put(check, result);
        checks.putIfAbsent(check, () -> results.get(check));
    }

    private HealthMonitor started() {
        return started(threads::execute);
    }

    private HealthMonitor started(HealthCheckExecutor on) {
        HealthMonitor monitor = new HealthMonitor("orders", checks, HealthConfig.defaults(), time, on);
        monitor.start(() -> notified.add(monitor.health()));
        return monitor;
    }
}

package io.rollcall.internal.health;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On real threads, which are its subject. */
class HealthCheckPoolTest {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final HealthCheckPool pool = new HealthCheckPool(task -> {
        Thread thread = new Thread(task, "check-pool-test");
        threads.add(thread);
        return thread;
    });
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    @AfterEach
    void end() {
        pool.close();
    }

    @Test
    void manyChecksShareAFewThreads() {
        pool.addChecks(1_000);

        hang(1_000);

        await().atMost(ofSeconds(20)).until(() -> running.get() == HealthCheckPool.SHARED);
        assertThat(threads).hasSize(HealthCheckPool.SHARED);
    }

    @Test
    void oneCheckHasOneThread() throws InterruptedException {
        pool.addChecks(1);
        for (int i = 0; i < 10; i++) {
            runs();
        }

        assertThat(threads).hasSize(1);
    }

    @Test
    void checksThatHangDelayNoOthers() throws InterruptedException {
        pool.addChecks(100);
        hang(HealthCheckPool.SHARED);
        await().atMost(ofSeconds(20)).until(() -> running.get() == HealthCheckPool.SHARED);

        for (int i = 0; i < HealthCheckPool.SHARED; i++) {
            pool.reserveThread();
        }

        runs();
    }

    @Test
    void threadsForHungChecksAreBoundedToo() {
        pool.addChecks(1_000);
        hang(1_000);
        for (int i = 0; i < 1_000; i++) {
            pool.reserveThread();
        }

        await().atMost(ofSeconds(20)).until(() -> running.get() == HealthCheckPool.SHARED + HealthCheckPool.HUNG);
        assertThat(threads).hasSize(HealthCheckPool.SHARED + HealthCheckPool.HUNG);
    }

    @Test
    void threadForAHungCheckEndsWithIt() throws InterruptedException {
        pool.addChecks(1);
        hang(1);
        pool.reserveThread();
        runs();
        assertThat(threads).hasSize(2);

        pool.releaseThread();
        never.countDown();

        await().atMost(ofSeconds(20))
                .until(() -> threads.stream().filter(Thread::isAlive).count() == 1);
        runs();
    }

    @Test
    void closedPoolLeavesNoThread() {
        pool.addChecks(10);
        hang(10);

        pool.close();

        await().atMost(ofSeconds(20)).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    private void hang(int checks) {
        for (int i = 0; i < checks; i++) {
            pool.execute(() -> {
                running.incrementAndGet();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private void runs() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(done::countDown);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
}

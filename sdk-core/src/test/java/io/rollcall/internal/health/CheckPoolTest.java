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

/** On real threads, for they are what it is about. */
class CheckPoolTest {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CheckPool pool = new CheckPool(task -> {
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
        pool.added(1_000);

        hang(1_000);

        await().atMost(ofSeconds(20)).until(() -> running.get() == CheckPool.SHARED);
        assertThat(threads).hasSize(CheckPool.SHARED);
    }

    @Test
    void oneCheckHasOneThread() throws InterruptedException {
        pool.added(1);
        for (int i = 0; i < 10; i++) {
            runs();
        }

        assertThat(threads).hasSize(1);
    }

    @Test
    void checksThatHangHoldUpNoOthers() throws InterruptedException {
        pool.added(100);
        hang(CheckPool.SHARED);
        await().atMost(ofSeconds(20)).until(() -> running.get() == CheckPool.SHARED);

        for (int i = 0; i < CheckPool.SHARED; i++) {
            pool.hung();
        }

        runs();
    }

    @Test
    void thereIsABoundOnThoseThatHangToo() {
        pool.added(1_000);
        hang(1_000);
        for (int i = 0; i < 1_000; i++) {
            pool.hung();
        }

        await().atMost(ofSeconds(20)).until(() -> running.get() == CheckPool.SHARED + CheckPool.HUNG);
        assertThat(threads).hasSize(CheckPool.SHARED + CheckPool.HUNG);
    }

    @Test
    void whatWasThereForAHungCheckEndsWithIt() throws InterruptedException {
        pool.added(1);
        hang(1);
        pool.hung();
        runs();
        assertThat(threads).hasSize(2);

        pool.freed();
        never.countDown();

        await().atMost(ofSeconds(20))
                .until(() -> threads.stream().filter(Thread::isAlive).count() == 1);
        runs();
    }

    @Test
    void closedPoolLeavesNoThread() {
        pool.added(10);
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

package io.rollcall.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes calls at a constant rate, whether or not earlier ones have completed, so that a slow response does not hide the
 * latency of the calls after it.
 *
 * <p><em>Concurrency:</em> one thread keeps the rate, several make the calls; a latch counts completed calls.
 */
final class Load implements AutoCloseable {
    private static final int WORKERS = 16;

    private final Runnable call;
    private final int calls;
    private final Duration span;
    private final CountDownLatch left;
    private final AtomicInteger begun = new AtomicInteger();
    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);

    /** Spreads {@code calls} evenly over {@code span}. */
    Load(Runnable call, int calls, Duration span) {
        this.call = call;
        this.calls = calls;
        this.span = span;
        this.left = new CountDownLatch(calls);
    }

    void start() {
        pacer.scheduleAtFixedRate(this::next, 0, Math.max(1, span.toNanos() / calls), TimeUnit.NANOSECONDS);
    }

    /** Whether all calls ended within {@code millis}. */
    boolean await(long millis) throws InterruptedException {
        return left.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        pacer.shutdownNow();
        workers.shutdownNow();
    }

    private void next() {
        if (begun.getAndIncrement() < calls) {
            workers.execute(this::one);
        }
    }

    private void one() {
        try {
            call.run();
        } finally {
            left.countDown();
        }
    }
}

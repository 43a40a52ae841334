package io.rollcall;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes something once; every caller returns when it is closed. A JVM that shuts down while its main thread closes
 * must not exit before that has finished.
 *
 * <p><b>Concurrency.</b> The first caller closes; others wait on a latch, within a bound, because the first may be
 * waiting for them: a listener that calls {@code System.exit} is.
 */
final class Closing {
    private final AtomicReference<@Nullable Thread> closer = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    void once(Runnable close, Duration bound) {
        if (closer.compareAndSet(null, Thread.currentThread())) {
            try {
                close.run();
            } finally {
                closed.countDown();
            }
        } else if (closer.get() != Thread.currentThread()) {
            await(bound);
        }
    }

    private void await(Duration bound) {
        try {
            boolean ignored = closed.await(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

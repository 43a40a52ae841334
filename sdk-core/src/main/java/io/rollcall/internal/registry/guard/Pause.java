package io.rollcall.internal.registry.guard;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How a call waits before a retry. Injected, so that tests need not wait. */
@FunctionalInterface
public interface Pause {

    /**
     * Returns after {@code duration}.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void waitFor(Duration duration) throws InterruptedException;

    /** Blocks the calling thread until a task of {@code scheduler} runs. Not for use on the scheduler's own threads. */
    static Pause by(ScheduledExecutorService scheduler) {
        return duration -> {
            try {
                scheduler
                        .schedule(() -> {}, duration.toNanos(), TimeUnit.NANOSECONDS)
                        .get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}

package io.rollcall.registration;

import io.rollcall.registry.RegistryBackend;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all loops of a registrar share, so that none needs a thread of its own. Threadsafe.
 *
 * @param backend the registry
 * @param time where time is read
 * @param scheduler wakes loops; runs nothing that blocks
 * @param blocking runs the calls to the registry
 * @param pacing when messages are due
 * @param drainDelay between DRAINING and the removal
 * @param closeTimeout for how long the removal is tried
 * @param tally counts for all
 */
record Machinery(
        RegistryBackend backend,
        TimeSource time,
        ScheduledExecutorService scheduler,
        Executor blocking,
        Pacing pacing,
        Duration drainDelay,
        Duration closeTimeout,
        Tally tally) {
    private static final Logger LOG = LoggerFactory.getLogger(Machinery.class);

    /** Runs {@code task} on the scheduler after {@code nanos}. Null if that has been shut down. */
    @Nullable
    ScheduledFuture<?> after(long nanos, Runnable task) {
        try {
            return scheduler.schedule(guarded(task), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "The scheduler was shut down before the registrations on it were closed. Next: close Rollcall first.");
            return null;
        }
    }

    /** {@code task}, which never ends with an exception: one that did would silence a timer for good. */
    Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                tally.broken();
                LOG.error("A task of the registration loop failed and will run again. Next: report this.", e);
            }
        };
    }
}

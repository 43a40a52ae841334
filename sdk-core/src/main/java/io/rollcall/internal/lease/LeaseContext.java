package io.rollcall.internal.lease;

import io.rollcall.event.RollcallListener;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collaborators that all lease loops of a registrar share, so that none needs its own thread. Threadsafe.
 *
 * @param backend the registry
 * @param timing when requests are due
 * @param listener receives the events of all registrations
 */
record LeaseContext(
        RegistryBackend backend,
        SdkRuntime runtime,
        LeaseTiming timing,
        RegistrationConfig config,
        RollcallListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseContext.class);

    TimeSource time() {
        return runtime.time();
    }

    Duration drainDelay() {
        return config.drainDelay();
    }

    Duration closeTimeout() {
        return config.closeTimeout();
    }

    /** The longest that closing one registration may take. */
    Duration closeBound() {
        return drainDelay().plus(closeTimeout()).plusSeconds(1);
    }

    /** Runs {@code task} on the scheduler after {@code nanos}. Null if the scheduler was shut down. */
    @Nullable
    ScheduledFuture<?> after(long nanos, Runnable task) {
        try {
            return runtime.scheduler().schedule(guarded(task), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "The scheduler was shut down before the registrations on it were closed. Next: close Rollcall first.");
            return null;
        }
    }

    /** Wraps {@code task} so that every exception is caught: an exception would stop a periodic task for good. */
    static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("A registration task failed and will run again. Next: report this.", e);
            }
        };
    }
}

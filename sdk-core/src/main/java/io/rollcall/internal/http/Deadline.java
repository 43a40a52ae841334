package io.rollcall.internal.http;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a call unless its response begins in time.
 *
 * <p><em>Concurrency:</em> threadsafe. It is either met or missed, once.
 */
final class Deadline {
    private enum State {
        RUNNING,
        MET,
        MISSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Runnable cancel;
    private final @Nullable ScheduledFuture<?> alarm;

    private Deadline(Runnable cancel, Duration after, ScheduledExecutorService scheduler) {
        this.cancel = cancel;
        this.alarm = alarm(after, scheduler);
    }

    /** Starts to count; runs {@code cancel} if the time runs out. */
    static Deadline of(Runnable cancel, Duration after, ScheduledExecutorService scheduler) {
        return new Deadline(cancel, after, scheduler);
    }

    private @Nullable ScheduledFuture<?> alarm(Duration after, ScheduledExecutorService scheduler) {
        try {
            return scheduler.schedule(this::miss, after.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return null; // The SDK is closed, and its scheduler with it; OkHttp's own timeouts remain.
        }
    }

    private void miss() {
        if (state.compareAndSet(State.RUNNING, State.MISSED)) {
            cancel.run();
        }
    }

    /** The call has ended, or its response begun. False if that was too late. */
    boolean met() {
        boolean met = state.compareAndSet(State.RUNNING, State.MET) || state.get() == State.MET;
        if (alarm != null) {
            alarm.cancel(false);
        }
        return met;
    }

    boolean missed() {
        return state.get() == State.MISSED;
    }
}

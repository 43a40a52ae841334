package io.rollcall.internal.http;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
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
    private final Call call;
    private final @Nullable ScheduledFuture<?> alarm;

    private Deadline(Call call, Duration after, ScheduledExecutorService scheduler) {
        this.call = call;
        this.alarm = alarm(after, scheduler);
    }

    /** Starts to count. */
    static Deadline of(Call call, Duration after, ScheduledExecutorService scheduler) {
        return new Deadline(call, after, scheduler);
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
            call.cancel();
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

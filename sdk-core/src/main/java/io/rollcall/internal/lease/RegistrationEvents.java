package io.rollcall.internal.lease;

import io.rollcall.event.HealthChangedEvent;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.internal.health.Health;
import io.rollcall.registration.Registration;
import io.rollcall.registration.Registration.State;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the events of one registration: completes futures, writes the log, and notifies the listener of each change
 * once and in order.
 *
 * <p><b>Concurrency.</b> Guarded by its own monitor, which is taken last: the loop records changes while it holds its
 * own. Events are published outside both, on the thread that calls {@link #publish}; the listener is notified by one
 * thread at a time.
 */
final class RegistrationEvents {
    private final Registration registration;
    private final RegistrationLog log;
    private final RollcallListener listener;
    private final CompletableFuture<State> over = new CompletableFuture<>();
    private final Queue<Runnable> pending = new ArrayDeque<>();
    private CompletableFuture<Void> up = new CompletableFuture<>();
    private State state = State.REGISTERING;
    private boolean isUp;
    private boolean publishing;

    RegistrationEvents(Registration registration, RegistrationLog log, RollcallListener listener) {
        this.registration = registration;
        this.log = log;
        this.listener = listener;
    }

    /** Records the state; the loop calls this whenever it may have changed, before it changes again. */
    synchronized void record(State now, boolean upNow) {
        State before = state;
        state = now;
        isUp = upNow;
        if (before != now) {
            pending.add(() ->
                    listener.onRegistrationStateChanged(new RegistrationStateChangedEvent(registration, before, now)));
        }
    }

    /** Records another result of the health checks. */
    synchronized void record(Health health) {
        pending.add(
                () -> listener.onHealthChanged(new HealthChangedEvent(registration, health.isUp(), health.reason())));
    }

    /** Publishes recorded changes. Futures are completed first: a listener that blocks delays only other events. */
    void publish() {
        completeFutures();
        for (Runnable next = begin(); next != null; next = next()) {
            LeaseContext.guarded(next).run();
        }
    }

    private void completeFutures() {
        CompletableFuture<Void> waiting;
        State reached;
        boolean reachedUp;
        synchronized (this) {
            waiting = up;
            reached = state;
            reachedUp = isUp;
        }
        if (reachedUp) {
            waiting.complete(null);
        }
        if (reached.isOver() && over.complete(reached)) {
            log.over(reached);
            waiting.completeExceptionally(log.isOver(reached));
        }
    }

    private synchronized @Nullable Runnable begin() {
        return publishing ? null : next();
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = pending.poll();
        publishing = next != null;
        return next;
    }

    /** Completes when the registration is up, now or later. */
    synchronized CompletableFuture<Void> whenUp(boolean upNow) {
        if (state.isOver()) {
            return CompletableFuture.failedFuture(log.isOver(state));
        }
        if (up.isDone() && !upNow) {
            up = new CompletableFuture<>();
        }
        return up;
    }

    /** Completes with the final state. */
    CompletableFuture<State> whenOver() {
        return over;
    }
}

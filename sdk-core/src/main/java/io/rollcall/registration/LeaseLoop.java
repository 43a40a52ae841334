package io.rollcall.registration;

import io.rollcall.Registration;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.LeaseState.Phase;
import io.rollcall.registration.Message.Kind;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one instance registered: asks its {@link LeaseState} what is due, sends it, tells it the answer, and sleeps
 * until the next is due.
 *
 * <p><b>Concurrency.</b> The state, {@code sending}, the timer and the futures' fields are guarded by this object's
 * monitor. A message is chosen under it, together with the claim {@code sending}; it is sent without it, by one thread
 * of the blocking pool, and only when its answer has been noted is the next one chosen. So messages of one instance
 * never overlap: a removal is sent after everything that was sent before it has ended, and nothing can be chosen after
 * it. Futures complete, and logs are written, outside the monitor.
 */
final class LeaseLoop implements Registration {
    private final Machinery machinery;
    private final Notices notices;
    private final LeaseState state;
    private final CompletableFuture<State> over = new CompletableFuture<>();
    private final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
    private CompletableFuture<Void> up = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> timer;
    private boolean sending;
    private long toldLate;

    LeaseLoop(ServiceInstance instance, Machinery machinery) {
        this.machinery = machinery;
        this.notices = new Notices(instance.service() + "/" + instance.id());
        this.state = new LeaseState(instance, machinery.pacing(), now());
    }

    /** Sends what is due, or sets the timer for when something will be. May be called at any time, from any thread. */
    void wake() {
        synchronized (this) {
            cancelTimer();
            if (sending) {
                return;
            }
            if (state.lateBy(now()) < 0) {
                state.due().ifPresent(due -> timer = machinery.after(due - now(), this::wake));
                return;
            }
            sending = true;
        }
        try {
            machinery.blocking().execute(this::work);
        } catch (RuntimeException e) {
            notices.rejected(e);
            doneSending();
        }
    }

    /** One message, whatever happens to it. */
    private void work() {
        try {
            sendNext();
        } finally {
            doneSending();
            wake();
        }
    }

    private synchronized void doneSending() {
        sending = false;
    }

    private void sendNext() {
        long sentAt = now();
        Message message;
        synchronized (this) {
            message = state.next(sentAt);
        }
        if (message.kind() == Kind.NOTHING) {
            return;
        }
        Lease lease = null;
        RegistryException failure = null;
        try {
            lease = message.sendTo(machinery.backend());
        } catch (RegistryException e) {
            failure = e;
        } catch (Throwable e) {
            machinery.tally().broken();
            failure = new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, message + " ended with " + e + ". Next: report this.", e);
        }
        note(message, lease, failure, sentAt);
    }

    private void note(Message message, @Nullable Lease lease, @Nullable RegistryException failure, long sentAt) {
        State before;
        State after;
        synchronized (this) {
            long now = now();
            before = state.state(now);
            if (failure == null) {
                state.acknowledged(message, lease, sentAt, now);
            } else {
                state.failed(message, failure, now);
            }
            after = state.state(now);
        }
        if (failure == null) {
            machinery.tally().succeeded(message.kind());
            notices.acknowledged(message, lease);
            firstAnswer.complete(null);
        } else {
            machinery.tally().failed();
            notices.failed(message, failure, before);
            firstAnswer.completeExceptionally(failure);
        }
        announce(after);
    }

    private void announce(State reached) {
        CompletableFuture<Void> waiting;
        boolean isUp;
        synchronized (this) {
            waiting = up;
            isUp = state.isUp(now());
        }
        if (isUp) {
            waiting.complete(null);
        }
        if (isFinal(reached) && over.complete(reached)) {
            notices.over(reached);
            waiting.completeExceptionally(isOver(reached));
        }
    }

    private static boolean isFinal(State state) {
        return state == State.CLOSED || state == State.ABANDONED || state == State.SUPERSEDED;
    }

    /** Called from time to time: counts what is overdue, and wakes a loop whose timer was lost. */
    void watch() {
        boolean late;
        boolean counted;
        synchronized (this) {
            long lateBy = state.lateBy(now());
            late = lateBy > Pacing.maxBackoff(state.lease());
            long due = now() - lateBy;
            counted = late && due != toldLate;
            toldLate = late ? due : toldLate;
        }
        if (counted) {
            machinery.tally().late();
            notices.late();
        }
        if (late) {
            wake();
        }
    }

    @Override
    public synchronized ServiceInstance instance() {
        return state.instance();
    }

    @Override
    public synchronized State state() {
        return state.state(now());
    }

    @Override
    public synchronized Optional<RegistryException> lastError() {
        return Optional.ofNullable(state.lastError());
    }

    @Override
    public void awaitUp(Duration timeout) {
        CompletableFuture<Void> waiting = whenUp();
        Waiting.forUp(waiting, timeout, this);
    }

    /** Completes when it is up, now or later. */
    synchronized CompletableFuture<Void> whenUp() {
        if (state.phase() == Phase.OVER) {
            return CompletableFuture.failedFuture(isOver(state()));
        }
        if (up.isDone() && !state.isUp(now())) {
            up = new CompletableFuture<>();
        }
        return up;
    }

    CompletableFuture<Void> whenFirstAnswered() {
        return firstAnswer;
    }

    CompletableFuture<State> whenOver() {
        return over;
    }

    private IllegalStateException isOver(State reached) {
        return new IllegalStateException(notices.name() + " is " + reached
                + ": its registration is over. Next: register" + " it again if it is to come back.");
    }

    @Override
    public void update(UnaryOperator<ServiceInstance.Builder> change) {
        boolean done = false;
        while (!done) {
            done = replace(instance(), change);
        }
        wake();
    }

    /** @return false if another update came in between */
    private boolean replace(ServiceInstance before, UnaryOperator<ServiceInstance.Builder> change) {
        ServiceInstance after = Wanted.changed(before, change);
        synchronized (this) {
            if (state.phase() != Phase.OPEN) {
                throw isOver(state());
            }
            boolean unchanged = state.instance() == before;
            if (unchanged && !after.equals(before)) {
                state.want(after, now());
            }
            return unchanged;
        }
    }

    /** Begins to close, if that has not begun; completes with what came of it. */
    CompletableFuture<State> closeLater() {
        State reached;
        synchronized (this) {
            if (state.phase() == Phase.OPEN) {
                boolean shown = state.isHeld(now());
                state.drain(sending, now());
                scheduleRemoval(shown ? machinery.drainDelay().toNanos() : 0);
            }
            reached = state();
        }
        announce(reached);
        wake();
        return over;
    }

    private void scheduleRemoval(long delay) {
        if (state.phase() == Phase.DRAINING) {
            ScheduledFuture<?> bound =
                    machinery.after(delay + machinery.closeTimeout().toNanos(), this::giveUp);
            if (bound == null || machinery.after(delay, this::remove) == null) {
                state.remove(now());
            } else {
                over.thenRun(() -> bound.cancel(false));
            }
        }
    }

    private void remove() {
        synchronized (this) {
            state.remove(now());
        }
        wake();
    }

    /** Ends it without the registry's word. */
    void giveUp() {
        synchronized (this) {
            if (state.phase() == Phase.OVER) {
                return;
            }
            state.end(State.ABANDONED);
            cancelTimer();
        }
        announce(State.ABANDONED);
    }

    @Override
    public void close() {
        closeLater();
        Duration bound = machinery.drainDelay().plus(machinery.closeTimeout()).plusSeconds(1);
        if (!Waiting.forEnd(over, bound)) {
            giveUp();
        }
    }

    private synchronized void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private long now() {
        return machinery.time().nanoTime();
    }

    /** Whether it no longer stands in the way of another registration of the same id. */
    synchronized boolean isClosing() {
        return state.phase() != Phase.OPEN;
    }

    @Override
    public String toString() {
        return notices.name() + " " + state();
    }
}

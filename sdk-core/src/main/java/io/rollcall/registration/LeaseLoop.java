package io.rollcall.registration;

import io.rollcall.Registration;
import io.rollcall.health.Health;
import io.rollcall.model.InstanceStatus;
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
 * <p><b>Concurrency.</b> The state, {@code sending} and the timer are guarded by this object's monitor. A message is
 * chosen under it, together with the claim {@code sending}; it is sent without it, by one thread of the blocking pool,
 * and only when its answer has been noted is the next one chosen. So messages of one instance never overlap: a removal
 * is sent after everything that was sent before it has ended, and nothing can be chosen after it. What happened is
 * noted as {@link News} under the monitor and told outside it, when the claim has been given back.
 */
final class LeaseLoop implements Registration {
    private final Machinery machinery;
    private final Notices notices;
    private final News news;
    private final LeaseState state;
    private final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> timer;
    private boolean sending;
    private long toldLate;

    LeaseLoop(ServiceInstance instance, Machinery machinery) {
        this.machinery = machinery;
        this.notices = new Notices(instance.service() + "/" + instance.id());
        this.news = new News(this, notices, machinery);
        boolean unchecked = machinery.process().health().get() == Health.UNCHECKED;
        this.state = new LeaseState(
                instance, unchecked ? InstanceStatus.UP : InstanceStatus.STARTING, machinery.pacing(), now());
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
        } catch (Throwable e) { // Also an Error: the system may have no thread to give.
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
            news.tell();
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
        synchronized (this) {
            long now = now();
            before = noteState();
            if (failure == null) {
                state.acknowledged(message, lease, sentAt, now);
            } else {
                state.failed(message, failure, now);
            }
            noteState();
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
    }

    private synchronized State noteState() {
        long now = now();
        State reached = state.state(now);
        news.reached(reached, state.isUp(now));
        return reached;
    }

    /** Called from time to time: counts what is overdue, and wakes a loop whose timer was lost. */
    void watch() {
        boolean late;
        boolean counted;
        synchronized (this) {
            noteState();
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
        news.tell();
    }

    /** Called when the health checks have another verdict; takes the newest, whichever it was told of. */
    void judge() {
        synchronized (this) {
            Health health = machinery.process().health().get();
            if (!state.judge(health.status(), now())) {
                return;
            }
            news.judged(health);
            noteState();
        }
        wake();
        news.tell();
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
    public synchronized boolean isUp() {
        return state.isUp(now());
    }

    @Override
    public synchronized Optional<RegistryException> lastError() {
        return Optional.ofNullable(state.lastError());
    }

    @Override
    public void awaitUp(Duration timeout) {
        Waiting.forUp(whenUp(), timeout, this);
    }

    /** Completes when it is up, now or later. */
    synchronized CompletableFuture<Void> whenUp() {
        return news.whenUp(isUp());
    }

    CompletableFuture<Void> whenFirstAnswered() {
        return firstAnswer;
    }

    CompletableFuture<State> whenOver() {
        return news.whenOver();
    }

    /** Whether callers are told to turn away, or do not see it at all. */
    synchronized boolean isOutOfTraffic() {
        return state.isOutOfTraffic(sending, now());
    }

    @Override
    public void update(UnaryOperator<ServiceInstance.Builder> change) {
        boolean done = false;
        while (!done) {
            done = replace(chosen(), change);
        }
        wake();
        news.tell();
    }

    private synchronized ServiceInstance chosen() {
        return state.chosen();
    }

    /** @return false if another update came in between */
    private boolean replace(ServiceInstance before, UnaryOperator<ServiceInstance.Builder> change) {
        ServiceInstance after = Wanted.changed(before, change);
        synchronized (this) {
            if (state.phase() != Phase.OPEN) {
                throw notices.isOver(state());
            }
            boolean unchanged = state.chosen() == before;
            if (unchanged && !after.equals(before)) {
                state.want(after, now());
                noteState();
            }
            return unchanged;
        }
    }

    /** Begins to close, if that has not begun; completes with what came of it. */
    CompletableFuture<State> closeLater() {
        synchronized (this) {
            if (state.phase() == Phase.OPEN) {
                long delay = state.drainLeft(machinery.drainDelay().toNanos(), now());
                state.drain(sending, now());
                scheduleRemoval(delay);
                noteState();
            }
        }
        wake();
        news.tell();
        return whenOver();
    }

    /** As {@link #closeLater}, but the removal is tried once: its failure leaves the rest to the lease's end. */
    void closeSoon() {
        synchronized (this) {
            state.removeInOneTry();
        }
        closeLater();
    }

    private void scheduleRemoval(long delay) {
        if (state.phase() == Phase.DRAINING) {
            ScheduledFuture<?> bound =
                    machinery.after(delay + machinery.closeTimeout().toNanos(), this::giveUp);
            if (bound == null || machinery.after(delay, this::remove) == null) {
                state.remove(now());
            } else {
                whenOver().thenRun(() -> bound.cancel(false));
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
            noteState();
        }
        news.tell();
    }

    @Override
    public void close() {
        closeLater();
        Duration bound = machinery.drainDelay().plus(machinery.closeTimeout()).plusSeconds(1);
        if (!Waiting.forEnd(whenOver(), bound)) {
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

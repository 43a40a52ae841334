package io.rollcall.registration;

import io.rollcall.health.monitor.Health;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.LeaseState.Phase;
import io.rollcall.registration.Message.Kind;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
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
public final class LeaseLoop<R extends Registrant> {
    private final Machinery machinery;
    private final R registrant;
    private final Notices notices;
    private final News news;
    private final LeaseState state;
    private final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> timer;
    private boolean sending;
    private long toldLate;

    /** @param registrant makes the one it is kept for, who may ask for the instance at that moment, and no more */
    LeaseLoop(ServiceInstance instance, Machinery machinery, Function<? super LeaseLoop<R>, R> registrant) {
        this.machinery = machinery;
        this.notices = new Notices(instance.service() + "/" + instance.id());
        this.state = new LeaseState(instance, machinery.pacing(), now());
        this.registrant = registrant.apply(this);
        this.news = new News(this.registrant, notices, machinery);
        if (this.registrant.health().isChecked()) {
            state.judge(InstanceStatus.STARTING, now());
        }
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
        note(Answer.to(message, machinery, sentAt));
    }

    private void note(Answer answer) {
        Standing before;
        synchronized (this) {
            before = noteStanding();
            state.answered(answer, now());
            noteStanding();
        }
        notices.answered(answer, before);
        if (answer.failure() == null) {
            firstAnswer.complete(null);
        } else {
            firstAnswer.completeExceptionally(answer.failure());
        }
    }

    private synchronized Standing noteStanding() {
        long now = now();
        Standing reached = state.standing(now);
        news.reached(reached, state.isUp(now));
        return reached;
    }

    /** Called from time to time: counts what is overdue, and wakes a loop whose timer was lost. */
    void watch() {
        boolean late;
        boolean counted;
        synchronized (this) {
            noteStanding();
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

    /** To be called when the health checks have another verdict; takes the newest, whichever it was told of. */
    public void judge() {
        synchronized (this) {
            Health health = registrant.health();
            if (!state.judge(health.status(), now())) {
                return;
            }
            news.judged(health);
            noteStanding();
        }
        wake();
        news.tell();
    }

    /** Whom it is kept for. */
    R registrant() {
        return registrant;
    }

    /** What the registry is to hold. */
    public synchronized ServiceInstance instance() {
        return state.instance();
    }

    /** Where it stands now. */
    public synchronized Standing standing() {
        return state.standing(now());
    }

    /** Whether callers get it. */
    public synchronized boolean isUp() {
        return state.isUp(now());
    }

    /** Why the last attempt failed, or empty if it succeeded. */
    public synchronized Optional<RegistryException> lastError() {
        return Optional.ofNullable(state.lastError());
    }

    /**
     * Returns when it is up.
     *
     * @throws RegistryException if that takes longer, or a newer process has taken the id over
     * @throws IllegalStateException if it is over
     */
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

    /** Completes with what came of it. */
    public CompletableFuture<Standing> whenOver() {
        return news.whenOver();
    }

    /** Whether callers are told to turn away, or do not see it at all. */
    synchronized boolean isOutOfTraffic() {
        return state.isOutOfTraffic(sending, now());
    }

    /**
     * Changes what is wanted, and wakes whoever sends it.
     *
     * @throws IllegalArgumentException if it changes service or id
     * @throws IllegalStateException if this is over or closing
     */
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
                throw notices.isOver(standing());
            }
            boolean unchanged = state.chosen() == before;
            if (unchanged && !after.equals(before)) {
                state.want(after, now());
                noteStanding();
            }
            return unchanged;
        }
    }

    /** Asks for no new traffic. */
    void drain() {
        update(instance -> instance.status(InstanceStatus.DRAINING));
    }

    /** Begins to close, if that has not begun; completes with what came of it. */
    CompletableFuture<Standing> closeLater() {
        synchronized (this) {
            if (state.phase() == Phase.OPEN) {
                long delay = state.drainLeft(machinery.drainDelay().toNanos(), now());
                state.drain(sending, now());
                scheduleRemoval(delay);
                noteStanding();
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
            state.end(Standing.ABANDONED);
            cancelTimer();
            noteStanding();
        }
        news.tell();
    }

    /** Closes it, and returns when it is over. */
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
        return notices.name() + " " + standing();
    }
}

package io.rollcall.internal.lease;

import io.rollcall.event.HeartbeatOverdueEvent;
import io.rollcall.internal.health.Health;
import io.rollcall.internal.lease.LeaseRequest.Kind;
import io.rollcall.internal.lease.LeaseState.Phase;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one instance registered: gets the due request from its {@link LeaseState}, sends it, applies the result, and
 * sets a timer for the next one.
 *
 * <p><b>Concurrency.</b> The state, {@code sending} and the timer are guarded by this object's monitor. Setting
 * {@code sending} claims the right to send. The claim's holder, one thread of the IO pool, chooses a request under the
 * monitor, sends it without, and applies the result before the claim is released. So requests of one instance never
 * overlap: a removal is sent after every earlier request has ended, and no request follows it. Events are recorded in
 * {@link RegistrationEvents} under the monitor and published outside it, after the claim has been released.
 */
public final class LeaseLoop implements Registration {
    private final LeaseContext context;
    private final Supplier<Health> health;
    private final RegistrationLog log;
    private final RegistrationEvents events;
    private final LeaseState state;
    private final CompletableFuture<Void> firstResult = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> timer;
    private boolean sending;
    private long reportedOverdue;

    /** @param health the combined result of the checks that this instance depends on; must not block */
    LeaseLoop(ServiceInstance instance, LeaseContext context, Supplier<Health> health) {
        this.context = context;
        this.health = health;
        this.log = new RegistrationLog(instance.service() + "/" + instance.id());
        this.events = new RegistrationEvents(this, log, context.listener());
        this.state = new LeaseState(instance, context.timing(), context.time().nanoTime());
        if (health.get().checked()) {
            state.health(InstanceStatus.STARTING, context.time().nanoTime());
        }
    }

    /** Sends the due request, or sets the timer for the next one. May be called at any time, from any thread. */
    void wake() {
        synchronized (this) {
            cancelTimer();
            if (sending) {
                return;
            }
            if (state.lateBy(now()) < 0) {
                state.due().ifPresent(due -> timer = context.after(due - now(), this::wake));
                return;
            }
            sending = true;
        }
        try {
            context.runtime().io().execute(this::sendAndContinue);
        } catch (Throwable e) { // Also an Error: the system may be unable to create a thread.
            log.rejected(e);
            releaseSending();
        }
    }

    /** Sends one request and continues, whatever the result. */
    private void sendAndContinue() {
        try {
            sendNext();
        } catch (Throwable e) { // A turn that failed is followed by a backoff, never by an immediate turn.
            log.turnFailed(e);
            synchronized (this) {
                state.turnFailed(now());
            }
        } finally {
            releaseSending();
            wake();
            events.publish();
        }
    }

    private synchronized void releaseSending() {
        sending = false;
    }

    private void sendNext() {
        long sentAt = now();
        LeaseRequest request;
        synchronized (this) {
            request = state.next(sentAt);
        }
        if (request.kind() != Kind.NOTHING) {
            apply(LeaseResult.of(request, context.backend(), sentAt).bounded(log));
        }
    }

    private void apply(LeaseResult result) {
        State before;
        synchronized (this) {
            before = recordState();
            state.apply(result, now());
            recordState();
        }
        log.result(result, before);
        if (result.failure() == null) {
            firstResult.complete(null);
        } else {
            firstResult.completeExceptionally(result.failure());
        }
    }

    private synchronized State recordState() {
        long now = now();
        State reached = state.state(now);
        events.record(reached, state.isUp(now));
        return reached;
    }

    /** Called periodically by the watchdog: reports an overdue request, and wakes a loop whose timer was lost. */
    void checkOverdue() {
        long lateBy;
        boolean late;
        boolean firstReport;
        synchronized (this) {
            recordState();
            lateBy = state.lateBy(now());
            late = lateBy > LeaseTiming.maxBackoff(state.lease());
            long due = now() - lateBy;
            firstReport = late && due != reportedOverdue;
            reportedOverdue = late ? due : reportedOverdue;
        }
        if (firstReport) {
            log.overdue();
            context.listener().onHeartbeatOverdue(new HeartbeatOverdueEvent(this, Duration.ofNanos(lateBy)));
        }
        if (late) {
            wake();
        }
        events.publish();
    }

    /** To be called when the result of the health checks changed; applies the latest one. */
    public void healthChanged() {
        synchronized (this) {
            Health newest = health.get();
            if (!state.health(newest.status(), now())) {
                return;
            }
            events.record(newest);
            recordState();
        }
        wake();
        events.publish();
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
    public String problem() {
        return lastError()
                .map(RegistryException::getMessage)
                .orElseGet(() -> health.get().reason());
    }

    @Override
    public synchronized Optional<RegistryException> lastError() {
        return Optional.ofNullable(state.lastError());
    }

    @Override
    public void awaitUp(Duration timeout) {
        Waiting.forUp(up(), timeout, this);
    }

    @Override
    public CompletionStage<Void> whenUp() {
        return up().minimalCompletionStage();
    }

    private synchronized CompletableFuture<Void> up() {
        return events.whenUp(isUp());
    }

    CompletableFuture<Void> whenFirstResult() {
        return firstResult;
    }

    /** Completes with the final state. */
    public CompletableFuture<State> whenOver() {
        return events.whenOver();
    }

    /** Whether callers see it as DRAINING, or not at all. */
    synchronized boolean isOutOfTraffic() {
        return state.isOutOfTraffic(sending, now());
    }

    @Override
    public void update(UnaryOperator<ServiceInstance.Builder> change) {
        boolean replaced = false;
        while (!replaced) {
            replaced = replace(chosen(), change);
        }
        wake();
        events.publish();
    }

    private synchronized ServiceInstance chosen() {
        return state.chosen();
    }

    /** @return false if another update intervened */
    private boolean replace(ServiceInstance before, UnaryOperator<ServiceInstance.Builder> change) {
        ServiceInstance after = DesiredState.changed(before, change);
        synchronized (this) {
            if (state.phase() != Phase.OPEN) {
                throw log.isOver(state());
            }
            boolean unchanged = state.chosen() == before;
            if (unchanged && !after.equals(before)) {
                state.choose(after, now());
                recordState();
            }
            return unchanged;
        }
    }

    /** Starts closing, unless that has started already; completes with the final state. */
    CompletableFuture<State> closeAsync() {
        synchronized (this) {
            if (state.phase() == Phase.OPEN) {
                long delay = state.remainingDrainDelay(context.drainDelay().toNanos(), now());
                state.drain(sending, now());
                scheduleRemoval(delay);
                recordState();
            }
        }
        wake();
        events.publish();
        return whenOver();
    }

    /** As {@link #closeAsync}, but with one attempt at the removal: if it fails, the lease runs out. */
    void closeWithOneAttempt() {
        synchronized (this) {
            state.limitRemovalToOneAttempt();
        }
        closeAsync();
    }

    private void scheduleRemoval(long delay) {
        if (state.phase() == Phase.DRAINING) {
            ScheduledFuture<?> bound =
                    context.after(delay + context.closeTimeout().toNanos(), this::abandon);
            if (bound == null || context.after(delay, this::remove) == null) {
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

    /** Ends the registration without the registry's confirmation. */
    void abandon() {
        synchronized (this) {
            if (state.phase() == Phase.OVER) {
                return;
            }
            state.end(State.ABANDONED);
            cancelTimer();
            recordState();
        }
        events.publish();
    }

    @Override
    public void close() {
        closeAsync();
        if (!Waiting.forEnd(whenOver(), context.closeBound())) {
            abandon();
        }
    }

    private synchronized void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private long now() {
        return context.time().nanoTime();
    }

    /** Whether another registration may claim the id. */
    synchronized boolean isClosing() {
        return state.phase() != Phase.OPEN;
    }

    @Override
    public String toString() {
        return log.name() + " " + state();
    }
}

package io.rollcall.loadbalancer;

import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An instance chosen for one call, until the call's outcome is told. The call counts as in flight until then. Only the
 * first outcome counts; a selection closed without one counts as failed.
 *
 * <p>A call whose response has a body is told of in two steps: {@link #answered} when the response begins, which gives
 * outcome and latency, and {@link #close()} when its body is through. Until then the call is in flight.
 *
 * <p>Threadsafe: the outcome may be told by another thread than the one that selected.
 */
public final class Selection implements AutoCloseable {
    private static final Object ENDED = new Object();
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Selection.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoadBalancer balancer;
    private final TrackedCandidate candidate;
    private final RequestContext request;
    private final long startNanos;
    private final @Nullable Selection before;

    /** Null while there is no outcome, the outcome while the call goes on after that, ENDED when it is over. */
    @SuppressWarnings("unused") // written through STATE
    private volatile @Nullable Object state;

    Selection(
            LoadBalancer balancer,
            TrackedCandidate candidate,
            RequestContext request,
            long startNanos,
            @Nullable Selection before) {
        this.balancer = balancer;
        this.candidate = candidate;
        this.request = request;
        this.startNanos = startNanos;
        this.before = before;
    }

    /** Whom to call. */
    public ServiceInstance instance() {
        return candidate.instance();
    }

    /** The call went well. */
    public void succeeded() {
        complete(Outcome.SUCCESS);
    }

    /** The call failed without an answer: refused, broken or out of time. */
    public void failed() {
        complete(Outcome.CONNECTION_ERROR);
    }

    /**
     * Tells how the call went, and ends it. If it was {@linkplain #answered answered} well before, only a failure
     * changes that: the body broke. Does nothing if the call has ended.
     */
    public void complete(Outcome outcome) {
        Object known = STATE.getAndSet(this, ENDED);
        if (known == null) {
            balancer.finished(candidate, outcome, startNanos);
        } else if (known instanceof Outcome answer) {
            balancer.ended(candidate, answer, outcome);
        }
    }

    /**
     * Tells that the response began, and what it says. The call goes on, and is in flight, until it is
     * {@linkplain #close() closed}. Does nothing if an outcome was told before.
     */
    public void answered(Outcome outcome) {
        if (STATE.compareAndSet(this, null, outcome)) {
            balancer.answered(candidate, outcome, startNanos);
        }
    }

    /**
     * Tells what the instance said of its own load: the requests that it has in flight from all its callers. Strategies
     * that go by load use it for a second.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void reportedLoad(int requestsInFlight) {
        if (requestsInFlight < 0) {
            throw new IllegalArgumentException("requestsInFlight: " + requestsInFlight + " (expected: 0 or more)");
        }
        balancer.reported(candidate, requestsInFlight);
    }

    /**
     * Another instance for the same request, none of those tried before, or empty if all that may take it were tried.
     * This selection's own outcome is told apart.
     */
    public Optional<Selection> next() {
        return balancer.selectNext(this);
    }

    /** The same instance for the same request once more, for one that asked to be asked again. */
    public Selection again() {
        return balancer.selectAgain(this);
    }

    /**
     * Takes the instance out as {@linkplain io.rollcall.loadbalancer.policy.OutlierDetection outlier detection} would:
     * for a time that grows, and only if there are not too many out already.
     */
    public void eject(String reason) {
        balancer.eject(candidate, reason);
    }

    /**
     * What whoever makes the calls keeps of the instance, such as a circuit breaker; made by {@code initial} if there
     * is nothing of this type yet. It is dropped with the instance.
     */
    public <T> T memory(Class<T> type, Supplier<T> initial) {
        return candidate.stats().callers(type, initial);
    }

    /** How many instances were selected for this request, this one included. */
    public int attempt() {
        return before == null ? 1 : before.attempt() + 1;
    }

    /** Ends the call. It counts as failed if no outcome was told. */
    @Override
    public void close() {
        complete(state instanceof Outcome answer ? answer : Outcome.CONNECTION_ERROR);
    }

    RequestContext request() {
        return request;
    }

    TrackedCandidate candidate() {
        return candidate;
    }

    boolean tried(String instanceId) {
        for (Selection s = this; s != null; s = s.before) {
            if (s.instance().id().equals(instanceId)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Selection[" + instance() + ", attempt " + attempt() + "]";
    }
}

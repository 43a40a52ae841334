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
 * An instance chosen for one call, until the call's outcome is reported. The call counts as in flight until then. Only
 * the first outcome counts; a selection closed without one counts as failed. Use it where you make the calls yourself;
 * the balanced HTTP clients do all of this.
 *
 * <pre>{@code
 * try (Selection selection = balancer.select(RequestContext.keyed(userId))) {
 *     call(selection.instance());
 *     selection.succeeded();
 * }
 * }</pre>
 *
 * <p>A call whose response has a body is reported in two steps: {@link #responded} when the response begins, which
 * gives outcome and latency, and {@link #close()} when its body is complete. Until then the call is in flight.
 *
 * <p>Threadsafe: the outcome may be reported by another thread than the one that selected.
 *
 * @since 0.1
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

    /** The instance to call. */
    public ServiceInstance instance() {
        return candidate.instance();
    }

    /** The call succeeded. */
    public void succeeded() {
        complete(Outcome.SUCCESS);
    }

    /** The call failed without a response: the connection was refused or broke. */
    public void failed() {
        complete(Outcome.CONNECTION_ERROR);
    }

    /**
     * Reports the call's outcome, and ends it. After a {@linkplain #responded response} that succeeded, only a failure
     * changes the outcome: the body broke. Does nothing if the call has ended.
     */
    public void complete(Outcome outcome) {
        Object known = STATE.getAndSet(this, ENDED);
        if (known == null) {
            balancer.finished(candidate, outcome, startNanos);
        } else if (known instanceof Outcome response) {
            balancer.ended(candidate, response, outcome);
        }
    }

    /**
     * Reports that the response began, and the outcome that it gives. The call stays in flight until it is
     * {@linkplain #close() closed}. Does nothing if an outcome was reported before.
     */
    public void responded(Outcome outcome) {
        if (STATE.compareAndSet(this, null, outcome)) {
            balancer.responded(candidate, outcome, startNanos);
        }
    }

    /**
     * Reports the load that the instance stated: the requests that it has in flight from all its callers. Strategies
     * that compare loads use it for a second.
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
     * Another instance for the same request, none of those tried before, or empty if all that may take it were tried:
     * first of the same destination, then as its route falls back, ejected ones last. This selection's own outcome is
     * reported separately.
     */
    public Optional<Selection> next() {
        return balancer.selectNext(this);
    }

    /** The same instance for the same request once more, such as after its {@code Retry-After}. */
    public Selection again() {
        return balancer.selectAgain(this);
    }

    /**
     * Ejects the instance as {@linkplain io.rollcall.loadbalancer.policy.OutlierDetection outlier detection} would: for
     * a time that grows, and only if not too many are ejected already.
     */
    public void eject(String reason) {
        balancer.eject(candidate, EjectionCause.CLIENT, reason);
    }

    /**
     * What the client that makes the calls keeps about the instance, such as a circuit breaker; made by {@code initial}
     * if there is nothing of this type yet. It is dropped with the instance.
     */
    public <T> T memory(Class<T> type, Supplier<T> initial) {
        return candidate.stats().ofClient(type, initial);
    }

    /** How many instances were selected for this request, this one included. */
    public int attempt() {
        return before == null ? 1 : before.attempt() + 1;
    }

    /** Ends the call. It counts as failed if no outcome was reported. */
    @Override
    public void close() {
        complete(state instanceof Outcome response ? response : Outcome.CONNECTION_ERROR);
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

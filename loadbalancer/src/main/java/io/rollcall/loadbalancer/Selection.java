package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance chosen for one call, until the call's outcome is told. The call counts as in flight until then. Only the
 * first outcome counts; a selection closed without one counts as failed.
 *
 * <p>Threadsafe: the outcome may be told by another thread than the one that selected.
 */
public final class Selection implements AutoCloseable {
    private static final VarHandle DONE;

    static {
        try {
            DONE = MethodHandles.lookup().findVarHandle(Selection.class, "done", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoadBalancer balancer;
    private final TrackedCandidate candidate;
    private final RequestContext request;
    private final long startNanos;
    private final @Nullable Selection before;

    @SuppressWarnings("unused") // through DONE
    private volatile boolean done;

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

    /** Tells how the call went. Does nothing if that was told before. */
    public void complete(Outcome outcome) {
        if (DONE.compareAndSet(this, false, true)) {
            balancer.finished(candidate, outcome, startNanos);
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

    /** How many instances were selected for this request, this one included. */
    public int attempt() {
        return before == null ? 1 : before.attempt() + 1;
    }

    /** Counts the call as failed if no outcome was told. */
    @Override
    public void close() {
        failed();
    }

    RequestContext request() {
        return request;
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

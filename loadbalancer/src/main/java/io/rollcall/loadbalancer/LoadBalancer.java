package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the instances of one service. A {@linkplain #update snapshot} is compiled into a plan once; each call then
 * reads the plan and picks, without a lock and without garbage. What depends on time (an ejection that ends, a slow
 * start, a latency that decays) happens in {@link #tick()}, which the owner calls a few times a second.
 *
 * <p>{@code Rollcall} has one for each service and keeps it up to date. Make one yourself where instances are known by
 * other means:
 *
 * <pre>{@code
 * LoadBalancer users = LoadBalancer.of("user-service");
 * users.update(List.of(ServiceInstance.named("user-service").host("10.0.0.5").port(8080).build()));
 * try (Selection selection = users.select(RequestContext.empty())) {
 *     call(selection.instance());
 *     selection.succeeded();
 * }
 * }</pre>
 *
 * <p><em>Concurrency:</em> threadsafe. The plan is immutable and published through one volatile field. Updates, policy
 * changes, ejections and ticks are computed under this balancer's lock; picks meanwhile use the plan before.
 *
 * @since 0.1
 */
public final class LoadBalancer {
    /** Draws that may hit instances already tried, before the others are searched one by one. */
    private static final int DRAWS = 4;

    private static final Logger LOG = System.getLogger(LoadBalancer.class.getName());
    private static final long NOT_TIMED = Long.MIN_VALUE;

    private final String service;
    private final TimeSource clock;
    private final Randomness randomness;
    private final LoadBalancerListener listener;
    private final boolean silent;
    private final Executor executor;
    private final OutlierDetector outliers;
    private final RetryBudget retryBudget;
    private final RecentLatencies latencies = new RecentLatencies();
    private final Object lock = new Object();
    private volatile Plan plan;
    /** Guarded by {@code lock}. */
    private CarriedState carried = new CarriedState();
    /** Guarded by {@code lock}. */
    private String loggedFailure = "";

    private LoadBalancer(Builder from) {
        this.service = from.service;
        this.clock = from.clock;
        this.randomness = from.randomness;
        this.listener = from.listener;
        this.silent = from.listener == LoadBalancerListener.NONE;
        this.executor = from.executor;
        this.outliers = new OutlierDetector(clock.nanoTime());
        this.retryBudget = new RetryBudget(clock, () -> policy().retry());
        ServiceSnapshot nothing = ServiceSnapshot.of(service, 0, List.of(), ServiceSnapshot.Source.NONE, clock);
        this.plan = compile(new PlanInputs(nothing, from.policy, List.of(), CallerFleet.UNKNOWN));
    }

    /** A balancer for {@code service} with the default policy, on this machine's clock. */
    public static LoadBalancer of(String service) {
        return builder(service).build();
    }

    /** Starts a balancer for {@code service}. */
    public static Builder builder(String service) {
        return new Builder(service);
    }

    /** The service's name. */
    public String service() {
        return service;
    }

    /** Takes over a snapshot. Positions, and statistics of instances that stay, are kept. */
    public void update(ServiceSnapshot snapshot) {
        synchronized (lock) {
            PlanInputs now = plan.inputs();
            plan = snapshot.instances().equals(now.snapshot().instances())
                    ? plan.confirmedBy(snapshot)
                    : compile(new PlanInputs(snapshot, now.policy(), tracked(snapshot, now.all()), now.callers()));
        }
    }

    /** Takes over a list of instances given by hand. */
    public void update(List<ServiceInstance> instances) {
        update(ServiceSnapshot.of(service, instances));
    }

    /**
     * Takes over a policy. Calls in flight are not affected. Ejections become what they would be under the new policy:
     * over, if it does not eject for that cause, or not for so long.
     */
    public void policy(ServicePolicy policy) {
        synchronized (lock) {
            PlanInputs now = plan.inputs();
            carried = carried.successor();
            outliers.reconsider(now.all(), policy.outlierDetection(), clock.nanoTime(), listener);
            plan = compile(new PlanInputs(now.snapshot(), policy, now.all(), now.callers()));
        }
    }

    /**
     * Takes over the fleet that calls this service: the instances of the caller's own service. Zones then spill over by
     * the true share of callers in each, and fleet subsets are even over all callers.
     */
    public void callers(List<ServiceInstance> fleet) {
        synchronized (lock) {
            PlanInputs now = plan.inputs();
            CallerFleet callers = CallerFleet.of(fleet);
            if (!callers.equals(now.callers())) {
                plan = compile(new PlanInputs(now.snapshot(), now.policy(), now.all(), callers));
            }
        }
    }

    /** The policy in force. */
    public ServicePolicy policy() {
        return plan.policy();
    }

    /** The budget for retries and hedges of calls to this service. The client that makes the calls counts them here. */
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    /** How long calls to this service took, for hedging. The client that makes the calls records them here. */
    public RecentLatencies latencies() {
        return latencies;
    }

    /** The snapshot in force. */
    public ServiceSnapshot snapshot() {
        return plan.snapshot();
    }

    /**
     * An instance for a request without attributes.
     *
     * @throws NoInstanceException if none may take it
     */
    public ServiceInstance choose() {
        return choose(RequestContext.empty());
    }

    /**
     * An instance for {@code request}. The call is not counted: where its outcome can be reported, use
     * {@link #select(RequestContext)}.
     *
     * @throws NoInstanceException if none may take it
     */
    public ServiceInstance choose(RequestContext request) {
        return pick(plan, request).instance();
    }

    /**
     * An instance for {@code request}, counted as in flight until the selection's outcome is reported.
     *
     * @throws NoInstanceException if none may take it
     */
    public Selection select(RequestContext request) {
        Plan now = plan;
        return begin(now, pick(now, request), request, null);
    }

    /**
     * Why {@code request} would go where it would go now. Takes a turn, as a call would, where the strategy takes
     * turns.
     */
    public Explanation explain(RequestContext request) {
        return Explainer.explain(plan, request, clock.nanoTime());
    }

    /**
     * Does what is due: ends ejections, compares success rates, raises the weight of new instances, and lets the
     * strategy decay its statistics. To be called every 100 ms to 1 s; quick where nothing is due.
     */
    public void tick() {
        synchronized (lock) {
            long now = clock.nanoTime();
            PlanInputs inputs = plan.inputs();
            for (TrackedCandidate candidate : inputs.all()) {
                plan.strategy().tick(candidate, now);
                candidate.stats().forgetOldReport(now);
            }
            OutlierDetection detection = inputs.policy().outlierDetection();
            boolean changed = outliers.returnDue(inputs.all(), now, listener);
            changed |= outliers.sweep(inputs.all(), detection, now, listener);
            SlowStart slowStart = inputs.policy().slowStart();
            if (changed || inputs.all().stream().anyMatch(c -> c.isStale(slowStart, now))) {
                plan = compile(inputs);
            }
        }
    }

    /**
     * From where the attempt before was picked, then as its route falls back; ejected instances, which panic lets in,
     * only after all others.
     */
    Optional<Selection> selectNext(Selection last) {
        Plan now = plan;
        Mark mark = last.candidate().mark();
        List<Pool> pools = now.poolsForRetry(last.request(), mark == null ? "" : mark.destination());
        TrackedCandidate other = other(pools, last, c -> last.tried(c.instance().id()) || isEjected(c));
        if (other == null) {
            other = other(pools, last, c -> last.tried(c.instance().id()));
        }
        return other == null ? Optional.empty() : Optional.of(begin(now, other, last.request(), last));
    }

    private @Nullable TrackedCandidate other(List<Pool> pools, Selection last, Predicate<Candidate> excluded) {
        for (Pool pool : pools) {
            TrackedCandidate other = other(pool, last, excluded);
            if (other != null) {
                return other;
            }
        }
        return null;
    }

    private static boolean isEjected(Candidate candidate) {
        return candidate instanceof TrackedCandidate tracked && tracked.isEjected();
    }

    Selection selectAgain(Selection last) {
        return begin(plan, last.candidate(), last.request(), last);
    }

    /** A call has its outcome and ends. */
    void finished(TrackedCandidate candidate, Outcome outcome, long startNanos) {
        Plan now = plan;
        ejectIf(candidate.stats().ended(outcome, now.limits()), candidate, outcome);
        notifyStrategy(now, candidate, outcome, startNanos);
        notifyFinished(candidate, outcome);
    }

    /** A call has its outcome; its end follows. */
    void responded(TrackedCandidate candidate, Outcome outcome, long startNanos) {
        Plan now = plan;
        ejectIf(candidate.stats().responded(outcome, now.limits()), candidate, outcome);
        notifyStrategy(now, candidate, outcome, startNanos);
    }

    /** A call whose response began has ended; only a failure changes its outcome. */
    void ended(TrackedCandidate candidate, Outcome response, Outcome end) {
        Outcome last = response.isFailure() || !end.isFailure() ? response : end;
        ejectIf(candidate.stats().bodyEnded(response, last, plan.limits()), candidate, last);
        notifyFinished(candidate, last);
    }

    private void ejectIf(boolean streak, TrackedCandidate candidate, Outcome outcome) {
        if (streak) {
            String reason = outcome == Outcome.CONNECTION_ERROR ? "connections failed in a row" : "failures in a row";
            eject(candidate, EjectionCause.of(outcome), reason);
        }
    }

    private void notifyStrategy(Plan now, TrackedCandidate candidate, Outcome outcome, long startNanos) {
        if (!now.timed()) {
            now.strategy().finished(candidate, outcome, 0, 0);
        } else if (startNanos != NOT_TIMED) {
            long endNanos = clock.nanoTime();
            now.strategy().finished(candidate, outcome, endNanos - startNanos, endNanos);
        }
    }

    private void notifyFinished(TrackedCandidate candidate, Outcome outcome) {
        if (!silent) {
            listener.onFinished(candidate.instance(), outcome);
        }
    }

    void reported(TrackedCandidate candidate, int requestsInFlight) {
        candidate.stats().reported(requestsInFlight, clock.nanoTime());
    }

    void eject(TrackedCandidate failing, EjectionCause cause, String reason) {
        executor.execute(() -> ejectNow(failing, cause, reason));
    }

    private void ejectNow(TrackedCandidate failing, EjectionCause cause, String reason) {
        synchronized (lock) {
            PlanInputs inputs = plan.inputs();
            OutlierDetection detection = inputs.policy().outlierDetection();
            if (outliers.eject(failing, cause, reason, inputs.all(), detection, clock.nanoTime(), listener)) {
                plan = compile(inputs);
            }
        }
    }

    private TrackedCandidate pick(Plan now, RequestContext request) {
        TrackedCandidate picked = now.pick(request);
        if (picked == null) {
            listener.onNoInstance(service);
            throw new NoInstanceException(service, Explainer.noInstance(now, request, clock.nanoTime()));
        }
        return picked;
    }

    private Selection begin(Plan now, TrackedCandidate picked, RequestContext request, @Nullable Selection before) {
        picked.stats().began();
        if (!silent) {
            listener.onSelected(picked.instance());
        }
        return new Selection(this, picked, request, now.timed() ? clock.nanoTime() : NOT_TIMED, before);
    }

    /** As the strategy picks; if it keeps picking those excluded, any other from a random position on. */
    private @Nullable TrackedCandidate other(Pool pool, Selection last, Predicate<Candidate> excluded) {
        List<TrackedCandidate> candidates = pool.candidates();
        if (candidates.stream().allMatch(excluded)) {
            return null;
        }
        TrackedCandidate other = pool.pickOther(last.request(), excluded);
        if (other != null) {
            return other;
        }
        for (int draw = 0; draw < DRAWS; draw++) {
            TrackedCandidate picked = pool.pick(last.request());
            if (!excluded.test(picked)) {
                return picked;
            }
        }
        int start = randomness.below(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            TrackedCandidate candidate = candidates.get((start + i) % candidates.size());
            if (!excluded.test(candidate)) {
                return candidate;
            }
        }
        // Ejected meanwhile.
        return null;
    }

    /** Compiles every candidate as it is now. */
    private Plan compile(PlanInputs inputs) {
        long now = clock.nanoTime();
        SlowStart slowStart = inputs.policy().slowStart();
        List<TrackedCandidate> all =
                inputs.all().stream().map(c -> c.at(slowStart, now)).toList();
        PlanInputs current = new PlanInputs(inputs.snapshot(), inputs.policy(), all, inputs.callers());
        Plan compiled = new PlanCompiler(current, carried, randomness, clock, listener).compile();
        logFailure(compiled);
        return compiled;
    }

    /** Once, until the strategy compiles again or fails otherwise. */
    private void logFailure(Plan compiled) {
        RuntimeException failure = compiled.failure();
        String text = failure == null ? "" : failure.toString();
        if (failure != null && !text.equals(loggedFailure)) {
            LOG.log(
                    Level.ERROR,
                    "Strategy " + compiled.strategy().name() + " for " + service
                            + " failed to compile. Its instances are picked at random, by weight, until it compiles.",
                    failure);
        }
        loggedFailure = text;
    }

    /** The first instances ever seen do not start slowly: no other could take their share meanwhile. */
    private List<TrackedCandidate> tracked(ServiceSnapshot snapshot, List<TrackedCandidate> before) {
        long now = clock.nanoTime();
        Map<String, TrackedCandidate> known = new HashMap<>();
        before.forEach(candidate -> known.put(candidate.instance().id(), candidate));
        return snapshot.instances().stream()
                .map(instance -> {
                    TrackedCandidate same = known.get(instance.id());
                    if (same != null) {
                        return same.updated(instance, now);
                    }
                    return before.isEmpty()
                            ? TrackedCandidate.first(instance)
                            : TrackedCandidate.slowlyStarting(instance, now);
                })
                .toList();
    }

    /**
     * Builds a {@link LoadBalancer}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final String service;
        private ServicePolicy policy = ServicePolicy.defaults();
        private TimeSource clock = TimeSource.system();
        private Randomness randomness = Randomness.perThread();
        private LoadBalancerListener listener = LoadBalancerListener.NONE;
        private Executor executor = Runnable::run;

        private Builder(String service) {
            this.service = service;
        }

        /** Default: {@link ServicePolicy#defaults()}. */
        public Builder policy(ServicePolicy policy) {
            this.policy = policy;
            return this;
        }

        /** Default: {@link TimeSource#system()}. */
        public Builder clock(TimeSource clock) {
            this.clock = clock;
            return this;
        }

        /** Default: {@link Randomness#perThread()}. */
        public Builder randomness(Randomness randomness) {
            this.randomness = randomness;
            return this;
        }

        /** Default: {@link LoadBalancerListener#NONE}. */
        public Builder listener(LoadBalancerListener listener) {
            this.listener = listener;
            return this;
        }

        /** Where a plan is compiled because a call ended. Default: on the thread that reports the outcome. */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** The balancer; it has no instances before its first update. */
        public LoadBalancer build() {
            return new LoadBalancer(this);
        }
    }
}

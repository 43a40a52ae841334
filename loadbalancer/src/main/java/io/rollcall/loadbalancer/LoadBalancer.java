package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the instances of one service. A {@linkplain #update snapshot} is compiled into a plan once; each call then
 * reads the plan and picks, without a lock and without garbage. What time changes (an ejection that ends, a slow start,
 * a latency that fades) happens in {@link #tick()}, which the owner calls a few times a second.
 *
 * <p><em>Concurrency:</em> threadsafe. The plan is immutable and published through one volatile field. Updates, policy
 * changes, ejections and ticks are worked out under this balancer's lock; whoever picks meanwhile uses the plan before.
 */
public final class LoadBalancer {
    /** Draws that may meet instances already tried before those left are looked through one by one. */
    private static final int DRAWS = 4;

    private static final long NOT_TIMED = Long.MIN_VALUE;

    private final String service;
    private final TimeSource time;
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
    private CarriedState memory = new CarriedState();

    private LoadBalancer(Builder from) {
        this.service = from.service;
        this.time = from.time;
        this.randomness = from.randomness;
        this.listener = from.listener;
        this.silent = from.listener == LoadBalancerListener.NONE;
        this.executor = from.executor;
        this.outliers = new OutlierDetector(time.nanoTime());
        this.retryBudget = new RetryBudget(time, () -> policy().retry());
        ServiceSnapshot nothing = ServiceSnapshot.of(service, 0, List.of(), ServiceSnapshot.Source.NONE, time);
        this.plan = compile(new PlanInputs(nothing, from.policy, List.of(), CallerFleet.UNKNOWN));
    }

    /** A balancer for {@code service} with default policy, on this machine's time. */
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

    /** Takes over a snapshot. Positions and statistics of instances that stay go on. */
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

    /** Takes over a policy, without touching calls under way. */
    public void policy(ServicePolicy policy) {
        synchronized (lock) {
            PlanInputs now = plan.inputs();
            memory = memory.successor();
            plan = compile(new PlanInputs(now.snapshot(), policy, now.all(), now.callers()));
        }
    }

    /**
     * Says who else calls this service: the instances of the caller's own service. Zones then spill over by the true
     * share of callers in each, and subsets are even over all callers.
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

    /** What further attempts of calls to this service are taken from. Whoever makes the calls counts them here. */
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    /** How long calls to this service took, for hedging. Whoever makes the calls records them here. */
    public RecentLatencies latencies() {
        return latencies;
    }

    /** The snapshot in force. */
    public ServiceSnapshot snapshot() {
        return plan.snapshot();
    }

    /**
     * An instance for a request of which nothing is known.
     *
     * @throws NoInstanceException if none may take it
     */
    public ServiceInstance choose() {
        return choose(RequestContext.empty());
    }

    /**
     * An instance for {@code request}. The call is not counted: where its outcome can be told, use
     * {@link #select(RequestContext)}.
     *
     * @throws NoInstanceException if none may take it
     */
    public ServiceInstance choose(RequestContext request) {
        return pick(plan, request).instance();
    }

    /**
     * An instance for {@code request}, counted as in flight until the selection's outcome is told.
     *
     * @throws NoInstanceException if none may take it
     */
    public Selection select(RequestContext request) {
        Plan now = plan;
        return begin(now, pick(now, request), request, null);
    }

    /**
     * Why {@code request} would go where it would go now. Takes a turn as a call would, where the strategy takes turns.
     */
    public Explanation explain(RequestContext request) {
        return Explainer.explain(plan, request, time.nanoTime());
    }

    /**
     * Does what time asks for: ends ejections, compares success rates, lets newcomers come to their weight, and lets
     * the strategy forget. To be called every 100 ms to 1 s; quick where there is nothing to do.
     */
    public void tick() {
        synchronized (lock) {
            long now = time.nanoTime();
            PlanInputs inputs = plan.inputs();
            for (TrackedCandidate candidate : inputs.all()) {
                plan.strategy().tick(candidate, now);
                candidate.stats().forgetOldReport(now);
            }
            OutlierDetection rules = inputs.policy().outlierDetection();
            boolean changed = outliers.returnDue(inputs.all(), now, listener);
            changed |= outliers.sweep(inputs.all(), rules, now, listener);
            SlowStart slowStart = inputs.policy().slowStart();
            if (changed || inputs.all().stream().anyMatch(c -> c.isStale(slowStart, now))) {
                plan = compile(inputs);
            }
        }
    }

    Optional<Selection> selectNext(Selection last) {
        Plan now = plan;
        Pool pool = now.poolFor(last.request());
        TrackedCandidate other = pool == null ? null : untried(pool, last);
        return other == null ? Optional.empty() : Optional.of(begin(now, other, last.request(), last));
    }

    Selection selectAgain(Selection last) {
        return begin(plan, last.candidate(), last.request(), last);
    }

    /** A call came to its outcome and its end at once. */
    void finished(TrackedCandidate candidate, Outcome outcome, long startNanos) {
        Plan now = plan;
        ejectIf(candidate.stats().ended(outcome, now.limits()), candidate, outcome);
        tellStrategy(now, candidate, outcome, startNanos);
        tellEnd(candidate, outcome);
    }

    /** A call came to its outcome; its end follows. */
    void answered(TrackedCandidate candidate, Outcome outcome, long startNanos) {
        Plan now = plan;
        ejectIf(candidate.stats().answered(outcome, now.limits()), candidate, outcome);
        tellStrategy(now, candidate, outcome, startNanos);
    }

    /** A call that was answered has ended; only a failure says more than the answer did. */
    void ended(TrackedCandidate candidate, Outcome answer, Outcome end) {
        Outcome last = answer.isFailure() || !end.isFailure() ? answer : end;
        ejectIf(candidate.stats().bodyEnded(answer, last, plan.limits()), candidate, last);
        tellEnd(candidate, last);
    }

    private void ejectIf(boolean streak, TrackedCandidate candidate, Outcome outcome) {
        if (streak) {
            eject(candidate, outcome == Outcome.CONNECTION_ERROR ? "connections failed in a row" : "failures in a row");
        }
    }

    private void tellStrategy(Plan now, TrackedCandidate candidate, Outcome outcome, long startNanos) {
        if (!now.timed()) {
            now.strategy().finished(candidate, outcome, 0, 0);
        } else if (startNanos != NOT_TIMED) {
            long endNanos = time.nanoTime();
            now.strategy().finished(candidate, outcome, endNanos - startNanos, endNanos);
        }
    }

    private void tellEnd(TrackedCandidate candidate, Outcome outcome) {
        if (!silent) {
            listener.onFinished(candidate.instance(), outcome);
        }
    }

    void reported(TrackedCandidate candidate, int requestsInFlight) {
        candidate.stats().reported(requestsInFlight, time.nanoTime());
    }

    void eject(TrackedCandidate failing, String reason) {
        executor.execute(() -> ejectNow(failing, reason));
    }

    private void ejectNow(TrackedCandidate failing, String reason) {
        synchronized (lock) {
            PlanInputs inputs = plan.inputs();
            OutlierDetection rules = inputs.policy().outlierDetection();
            if (outliers.eject(failing, reason, inputs.all(), rules, time.nanoTime(), listener)) {
                plan = compile(inputs);
            }
        }
    }

    private TrackedCandidate pick(Plan now, RequestContext request) {
        TrackedCandidate picked = now.pick(request);
        if (picked == null) {
            listener.onNoInstance(service);
            throw new NoInstanceException(service, Explainer.nobody(now, request, time.nanoTime()));
        }
        return picked;
    }

    private Selection begin(Plan now, TrackedCandidate picked, RequestContext request, @Nullable Selection before) {
        picked.stats().began();
        if (!silent) {
            listener.onSelected(picked.instance());
        }
        return new Selection(this, picked, request, now.timed() ? time.nanoTime() : NOT_TIMED, before);
    }

    /** As the strategy picks; if it insists on what was tried, any other from a random place on. */
    private @Nullable TrackedCandidate untried(Pool pool, Selection last) {
        for (int draw = 0; draw < DRAWS; draw++) {
            TrackedCandidate picked = (TrackedCandidate) pool.picker().pick(last.request());
            if (!last.tried(picked.instance().id())) {
                return picked;
            }
        }
        List<TrackedCandidate> candidates = pool.candidates();
        int start = randomness.below(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            TrackedCandidate candidate = candidates.get((start + i) % candidates.size());
            if (!last.tried(candidate.instance().id())) {
                return candidate;
            }
        }
        return null;
    }

    /** Every candidate as it is now, compiled. */
    private Plan compile(PlanInputs inputs) {
        long now = time.nanoTime();
        SlowStart slowStart = inputs.policy().slowStart();
        List<TrackedCandidate> all =
                inputs.all().stream().map(c -> c.at(slowStart, now)).toList();
        PlanInputs current = new PlanInputs(inputs.snapshot(), inputs.policy(), all, inputs.callers());
        return new PlanCompiler(current, memory, randomness, time, listener).compile();
    }

    /** The first instances ever seen are no newcomers: there is nobody to take their share meanwhile. */
    private List<TrackedCandidate> tracked(ServiceSnapshot snapshot, List<TrackedCandidate> before) {
        long now = time.nanoTime();
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
                            : TrackedCandidate.newcomer(instance, now);
                })
                .toList();
    }

    /** Builds a {@link LoadBalancer}. Not threadsafe. */
    public static final class Builder {
        private final String service;
        private ServicePolicy policy = ServicePolicy.defaults();
        private TimeSource time = TimeSource.system();
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
        public Builder time(TimeSource time) {
            this.time = time;
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

        /**
         * Where a plan is compiled that a finished call gave reason for. Default: on the thread that tells the outcome.
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** The balancer, without instances until its first update. */
        public LoadBalancer build() {
            return new LoadBalancer(this);
        }
    }
}

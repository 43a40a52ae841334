package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.time.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the instances of one service. A {@linkplain #update snapshot} is compiled into a plan once; each call then
 * reads the plan and picks, without a lock and without garbage.
 *
 * <p><em>Concurrency:</em> threadsafe. The plan is immutable and published through one volatile field. Updates and
 * policy changes are compiled under this balancer's lock; whoever picks meanwhile uses the plan before.
 */
public final class LoadBalancer {
    /** Draws that may meet instances already tried before those left are looked through one by one. */
    private static final int DRAWS = 4;

    private final String service;
    private final TimeSource time;
    private final Randomness randomness;
    private final PlanCompiler compiler;
    private final Object lock = new Object();
    private volatile Plan plan;

    private LoadBalancer(Builder from) {
        this.service = from.service;
        this.time = from.time;
        this.randomness = from.randomness;
        this.compiler = new PlanCompiler(new Memory(), randomness, time);
        ServiceSnapshot nothing = ServiceSnapshot.of(service, 0, List.of(), ServiceSnapshot.Source.NONE, time);
        this.plan = compiler.compile(nothing, from.policy, List.of());
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
            Plan before = plan;
            plan = snapshot.instances().equals(before.snapshot().instances())
                    ? before.confirmedBy(snapshot)
                    : compiler.compile(snapshot, before.policy(), tracked(snapshot, before));
        }
    }

    /** Takes over a list of instances given by hand. */
    public void update(List<ServiceInstance> instances) {
        update(ServiceSnapshot.of(service, instances));
    }

    /** Takes over a policy, without touching calls under way. */
    public void policy(ServicePolicy policy) {
        synchronized (lock) {
            plan = compiler.compile(plan.snapshot(), policy, plan.all());
        }
    }

    /** The policy in force. */
    public ServicePolicy policy() {
        return plan.policy();
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
        Plan now = plan;
        TrackedCandidate picked = now.pick(request);
        if (picked == null) {
            throw nobody(now, request);
        }
        return picked.instance();
    }

    /**
     * An instance for {@code request}, counted as in flight until the selection's outcome is told.
     *
     * @throws NoInstanceException if none may take it
     */
    public Selection select(RequestContext request) {
        Plan now = plan;
        TrackedCandidate picked = now.pick(request);
        if (picked == null) {
            throw nobody(now, request);
        }
        return begin(picked, request, null);
    }

    /**
     * Why {@code request} would go where it would go now. Takes a turn as a call would, where the strategy takes turns.
     */
    public Explanation explain(RequestContext request) {
        return Explainer.explain(plan, request);
    }

    Optional<Selection> selectNext(Selection last) {
        Plan now = plan;
        Pool pool = now.poolFor(last.request());
        TrackedCandidate other = pool == null ? null : untried(pool, last);
        return other == null ? Optional.empty() : Optional.of(begin(other, last.request(), last));
    }

    void finished(TrackedCandidate candidate, Outcome outcome, long startNanos) {
        candidate.stats().ended();
        plan.policy().strategy().finished(candidate, outcome, time.nanoTime() - startNanos);
    }

    private Selection begin(TrackedCandidate picked, RequestContext request, @Nullable Selection before) {
        picked.stats().began();
        return new Selection(this, picked, request, time.nanoTime(), before);
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

    private static List<TrackedCandidate> tracked(ServiceSnapshot snapshot, Plan before) {
        Map<String, TrackedCandidate> known = new HashMap<>();
        before.all().forEach(candidate -> known.put(candidate.instance().id(), candidate));
        List<TrackedCandidate> all = new ArrayList<>();
        for (ServiceInstance instance : snapshot.instances()) {
            TrackedCandidate same = known.get(instance.id());
            all.add(same == null ? new TrackedCandidate(instance, new CandidateStats()) : same.updated(instance));
        }
        return all;
    }

    private static NoInstanceException nobody(Plan plan, RequestContext request) {
        return new NoInstanceException(plan.snapshot().service(), Explainer.nobody(plan, request));
    }

    /** Builds a {@link LoadBalancer}. Not threadsafe. */
    public static final class Builder {
        private final String service;
        private ServicePolicy policy = ServicePolicy.defaults();
        private TimeSource time = TimeSource.system();
        private Randomness randomness = Randomness.perThread();

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

        /** The balancer, without instances until its first update. */
        public LoadBalancer build() {
            return new LoadBalancer(this);
        }
    }
}

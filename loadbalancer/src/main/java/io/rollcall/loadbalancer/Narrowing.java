package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Explanation.LeftOut;
import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Candidates that become fewer stage by stage. What compiles a plan and what explains it is this same code: explaining
 * only writes the stages down. Not threadsafe.
 */
final class Narrowing {
    private List<TrackedCandidate> left;
    private final boolean explaining;
    private final List<Stage> stages = new ArrayList<>();

    Narrowing(List<TrackedCandidate> all, boolean explaining) {
        this.left = all;
        this.explaining = explaining;
    }

    List<TrackedCandidate> left() {
        return left;
    }

    List<Stage> stages() {
        return stages;
    }

    /** Keeps those that {@code members} holds for. */
    Narrowing keep(String name, Predicate<ServiceInstance> members, Function<ServiceInstance, String> whyNot) {
        List<TrackedCandidate> kept = matching(members);
        record(name, kept, members, whyNot);
        left = kept;
        return this;
    }

    /** Keeps those that {@code members} holds for, if there are any. */
    Narrowing prefer(String name, Predicate<ServiceInstance> members, Function<ServiceInstance, String> whyNot) {
        if (matching(members).isEmpty()) {
            return keep(name + " preferred, there is none", instance -> true, whyNot);
        }
        return keep(name + " preferred", members, whyNot);
    }

    private List<TrackedCandidate> matching(Predicate<ServiceInstance> members) {
        return left.stream().filter(c -> members.test(c.instance())).toList();
    }

    private void record(
            String name,
            List<TrackedCandidate> kept,
            Predicate<ServiceInstance> members,
            Function<ServiceInstance, String> whyNot) {
        if (explaining) {
            List<LeftOut> out = left.stream()
                    .map(TrackedCandidate::instance)
                    .filter(members.negate())
                    .map(instance -> new LeftOut(instance.id(), whyNot.apply(instance)))
                    .toList();
            stages.add(new Stage(name, left.size(), kept.size(), out));
        }
    }
}

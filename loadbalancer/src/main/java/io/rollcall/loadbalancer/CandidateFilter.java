package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Explanation.LeftOut;
import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.loadbalancer.route.Subset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Candidates that become fewer stage by stage. Plans are compiled and explained by this same code: explaining only
 * records the stages. Not threadsafe.
 */
final class CandidateFilter {
    private List<TrackedCandidate> left;
    private final boolean explaining;
    private final List<Stage> stages = new ArrayList<>();
    private final List<List<TrackedCandidate>> lessPreferred = new ArrayList<>();

    CandidateFilter(List<TrackedCandidate> all, boolean explaining) {
        this.left = all;
        this.explaining = explaining;
    }

    List<TrackedCandidate> left() {
        return left;
    }

    List<Stage> stages() {
        return stages;
    }

    /** Keeps the instances of {@code subset}. */
    void keep(String name, Subset subset) {
        keep(name, c -> subset.contains(c.instance()), c -> subset.mismatch(c.instance()));
    }

    /** Keeps the instances of {@code subset}, if one of them is healthy, or none of all is. */
    void prefer(Subset subset) {
        List<TrackedCandidate> members =
                left.stream().filter(c -> subset.contains(c.instance())).toList();
        boolean noneIsHealthy = left.stream().allMatch(TrackedCandidate::isEjected);
        if (members.stream().anyMatch(c -> noneIsHealthy || !c.isEjected())) {
            if (members.size() < left.size()) {
                lessPreferred.add(0, left);
            }
            keep(subset + " preferred", subset);
        } else {
            note(subset + " preferred, but there is none" + (members.isEmpty() ? "" : " that is not ejected"));
        }
    }

    /** What was left before each preference that left some out, the last first: for retries. */
    List<List<TrackedCandidate>> lessPreferred() {
        return lessPreferred;
    }

    /** Replaces each by another view of it. */
    void replace(String name, UnaryOperator<TrackedCandidate> view) {
        left = left.stream().map(view).toList();
        note(name);
    }

    /** Keeps the {@code members}. */
    void keep(String name, Predicate<TrackedCandidate> members, Function<TrackedCandidate, String> whyNot) {
        List<TrackedCandidate> kept = left.stream().filter(members).toList();
        if (explaining) {
            List<LeftOut> out = left.stream()
                    .filter(members.negate())
                    .map(c -> new LeftOut(c.instance().id(), whyNot.apply(c)))
                    .toList();
            stages.add(new Stage(name, left.size(), kept.size(), out));
        }
        left = kept;
    }

    /** Records a stage that left no instance out. */
    void note(String name) {
        if (explaining) {
            stages.add(new Stage(name, left.size(), left.size(), List.of()));
        }
    }
}

package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A strategy's picker, held to its contract: what it returns must be one of the candidates that it was compiled for.
 * They carry a mark of their own, so the check is one comparison on an object that the pick has read anyway.
 */
final class CheckedPicker implements PoolPicker {
    private final String service;
    private final Strategy strategy;
    private final Picker picker;
    private final Mark mark;

    private CheckedPicker(String service, Strategy strategy, Picker picker, Mark mark) {
        this.service = service;
        this.strategy = strategy;
        this.picker = picker;
        this.mark = mark;
    }

    /**
     * Compiles {@code strategy} for {@code candidates}.
     *
     * @param mark of this picker alone
     */
    static CheckedPicker compile(String service, Strategy strategy, Mark mark, CandidateList candidates) {
        List<TrackedCandidate> marked = candidates.tracked().stream()
                .map(candidate -> candidate.marked(mark))
                .toList();
        Picker picker = strategy.compile(candidates.with(marked));
        if (picker == null) {
            throw new IllegalStateException(
                    "strategy " + strategy.name() + " for " + service + ": compile returned null (expected: a picker)");
        }
        return new CheckedPicker(service, strategy, picker, mark);
    }

    @Override
    public TrackedCandidate pick(RequestContext request) {
        return checked(picker.pick(request));
    }

    @Override
    public @Nullable TrackedCandidate pickOther(RequestContext request, Predicate<Candidate> tried) {
        Candidate picked = picker.pickOther(request, tried);
        return picked == null ? null : checked(picked);
    }

    private TrackedCandidate checked(@Nullable Candidate picked) {
        if (picked instanceof TrackedCandidate candidate && candidate.mark() == mark) {
            return candidate;
        }
        throw foreign(picked);
    }

    private IllegalStateException foreign(@Nullable Candidate picked) {
        String what = picked == null
                ? "null"
                : picked instanceof TrackedCandidate candidate
                        ? candidate.instance().id() + " of "
                                + candidate.instance().service()
                        : "a " + picked.getClass().getName();
        return new IllegalStateException("strategy " + strategy.name() + " for " + service + ": its picker returned "
                + what + " (expected: one of the candidates that it was compiled for). Next: return candidates as they"
                + " were given to compile, and keep none of them in the strategy");
    }
}

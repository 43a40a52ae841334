package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.RequestContext;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The candidates that a strategy picks from, with what it needs to do so. Immutable: a change is another object.
 * Threadsafe.
 *
 * @since 0.1
 */
public interface Candidates {

    /** At least one candidate, in the order of the registry's list. Unmodifiable. */
    List<Candidate> list();

    /** How many there are. */
    default int size() {
        return list().size();
    }

    /** All candidates as a new array. */
    default Candidate[] toArray() {
        return list().toArray(Candidate[]::new);
    }

    /** Their weights in the same order, as a new array. */
    default double[] weights() {
        return list().stream().mapToDouble(Candidate::weight).toArray();
    }

    /** Their slow start factors in the same order, or empty if none starts slowly. */
    default double[] ramps() {
        double[] ramps = list().stream().mapToDouble(Candidate::ramp).toArray();
        return Arrays.stream(ramps).allMatch(ramp -> ramp == 1) ? new double[0] : ramps;
    }

    /** What equal requests share, for strategies that hash: the policy's hash key, or the request's own. */
    default @Nullable String key(RequestContext request) {
        return request.key();
    }

    /** Whether all weights are the same. */
    default boolean equalWeights() {
        double first = list().get(0).weight();
        return list().stream().allMatch(candidate -> candidate.weight() == first);
    }

    /** The greatest by {@code order}; the first of equals. */
    default Candidate max(Comparator<? super Candidate> order) {
        return list().stream().reduce((a, b) -> order.compare(b, a) > 0 ? b : a).orElseThrow();
    }

    /**
     * State that survives the next compile: made by {@code initial} at first, the same object from then on. An object
     * of another type is replaced.
     */
    <T> T keep(Class<T> type, Supplier<T> initial);

    /** The source of randomness. */
    Randomness randomness();

    /** The clock. */
    TimeSource time();
}

package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;

/**
 * A way to pick one of several instances. {@link #compile(Candidates)} runs once per change of the candidates and does
 * all the work that can be done in advance; the {@link Picker} that it returns runs once per call. Write one where none
 * of the {@link Strategies} fits.
 *
 * <p>A strategy is one class:
 *
 * <pre>{@code
 * public final class Newest implements Strategy {
 *     public String name() {
 *         return "newest";
 *     }
 *
 *     public Picker compile(Candidates candidates) {
 *         Candidate newest = candidates.max(comparing(c -> c.instance().registeredAt()));
 *         return request -> newest;
 *     }
 * }
 * }</pre>
 *
 * <p>A strategy is stateless: one object may serve many services, as the policy's default does, and is compiled for
 * several pools of each. What it keeps about an instance, such as a latency, goes into {@link Candidate#memory}, read
 * once in {@code compile} and not per pick; what it keeps about a pool, such as a position, into
 * {@link Candidates#keep}. Both are dropped with what they belong to. Implementations are threadsafe.
 *
 * <p>A strategy is found by its {@link #name()} through {@link java.util.ServiceLoader}, or passed as an object. To be
 * found, the class is listed in {@code META-INF/services/io.rollcall.loadbalancer.strategy.Strategy}, or in its
 * module's {@code provides}.
 *
 * @since 0.1
 */
public interface Strategy {

    /** The name that configuration uses: lower case words with hyphens. */
    String name();

    /**
     * Prepares picks among {@code candidates}.
     *
     * <p>A strategy that decorates another passes it {@code candidates}, or a view of them that returns the same
     * {@link Candidate} objects.
     *
     * @param candidates at least one, all eligible, weights above 0
     * @return a picker that is threadsafe, takes no lock, makes no garbage and returns nothing but these candidates
     */
    Picker compile(Candidates candidates);

    /** Whether {@link #finished} needs the latency. If not, the clock is not read per call and the latency is 0. */
    default boolean timed() {
        return false;
    }

    /**
     * Records the outcome of a call. Runs on the caller's thread. The default does nothing.
     *
     * @param candidate the instance that was called
     * @param outcome the outcome
     * @param latencyNanos from selection to the outcome, if this strategy is {@link #timed()}, else 0
     * @param nowNanos the time of the outcome, if this strategy is {@link #timed()}, else 0
     */
    default void finished(Candidate candidate, Outcome outcome, long latencyNanos, long nowNanos) {}

    /**
     * Runs periodically, at least once a second while there is traffic, for each candidate. The default does nothing.
     */
    default void tick(Candidate candidate, long nowNanos) {}

    /** What {@code explain} shows of a candidate, such as {@code cost 3.1 ms}. The default shows calls in flight. */
    default String describe(Candidate candidate, RequestContext request) {
        return candidate.inFlight() + " in flight";
    }
}

package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;

/**
 * A way to pick one of several instances. {@link #compile(Candidates)} runs once per change of the candidates and does
 * all the work that can be done ahead; the {@link Picker} that it returns runs once per call.
 *
 * <p>One class is all that a strategy needs:
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
 * <p>What it must keep about an instance, such as a latency, goes into {@link Candidate#memory}, read once in
 * {@code compile} and not per pick; what it must keep about all of them, such as a position, into
 * {@link Candidates#keep}. Both are dropped with what they belong to. To be found by name, the class is listed in
 * {@code META-INF/services/io.rollcall.loadbalancer.strategy.Strategy}, or in its module's {@code provides}.
 *
 * <p>A strategy is found by its {@link #name()} through {@link java.util.ServiceLoader}, or handed over as an object.
 * One strategy object serves one service. Implementations are threadsafe.
 */
public interface Strategy {

    /** The name by which configuration means it: lower case words with hyphens. */
    String name();

    /**
     * Prepares picks among {@code candidates}.
     *
     * <p>What must survive the next compile (a position, say) is kept with {@link Candidates#keep}.
     *
     * @param candidates at least one, all eligible, weights above 0
     * @return a picker that is threadsafe, takes no lock and makes no garbage
     */
    Picker compile(Candidates candidates);

    /**
     * Whether {@link #finished} wants the latency. If not, the clock is not read per call and the latency is told as 0.
     */
    default boolean timed() {
        return false;
    }

    /**
     * Hears of a finished call. Runs on the caller's thread. The default does nothing.
     *
     * @param candidate what the call was sent to
     * @param outcome how it went
     * @param latencyNanos from selection to the outcome, if this strategy is {@link #timed()}, else 0
     * @param nowNanos the time of the outcome, if this strategy is {@link #timed()}, else 0
     */
    default void finished(Candidate candidate, Outcome outcome, long latencyNanos, long nowNanos) {}

    /**
     * Runs from time to time, at least each second while there is traffic, for each candidate. The default does
     * nothing.
     */
    default void tick(Candidate candidate, long nowNanos) {}

    /** What {@code explain} shows of a candidate, such as {@code cost 3.1 ms}. The default shows calls in flight. */
    default String describe(Candidate candidate, RequestContext request) {
        return candidate.inFlight() + " in flight";
    }
}

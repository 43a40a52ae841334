package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.RequestContext;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Picks one candidate per call. Threadsafe, without locks and without garbage.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Picker {

    /**
     * The candidate for {@code request}: one of those that this picker was compiled for, as the same object. Anything
     * else fails the call with an {@link IllegalStateException} that names the strategy.
     */
    Candidate pick(RequestContext request);

    /**
     * A candidate for a retry of {@code request}, or null to let the balancer draw with {@link #pick}, and then take
     * any. The default returns null; a strategy that hashes returns the key's next choice, so that all retries of one
     * key go to one instance.
     *
     * @param tried the candidates that must not be returned
     */
    default @Nullable Candidate pickOther(RequestContext request, Predicate<Candidate> tried) {
        return null;
    }
}

package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Candidates;
import io.rollcall.model.RequestContext;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The candidates of one pool, as its strategy sees them. */
record CandidateList(
        String label,
        List<TrackedCandidate> tracked,
        @Nullable String hashKey,
        CarriedState carried,
        Randomness randomness,
        TimeSource time)
        implements Candidates {

    @Override
    public List<Candidate> list() {
        return List.copyOf(tracked);
    }

    @Override
    public @Nullable String key(RequestContext request) {
        String value = hashKey == null ? null : request.attribute(hashKey);
        return value != null ? value : request.key();
    }

    @Override
    public <T> T keep(Class<T> type, Supplier<T> initial) {
        return carried.keep(label + " pick", type, initial);
    }
}

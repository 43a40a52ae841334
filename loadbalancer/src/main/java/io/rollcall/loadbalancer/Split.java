package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import io.rollcall.loadbalancer.internal.algorithm.Schedule;
import io.rollcall.loadbalancer.internal.algorithm.Sequence;
import io.rollcall.model.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several pools, each with its share. By turns the shares are exact over every round of the schedule, which for weights
 * that add up to a divisor of 1,000 includes any 1,000 consecutive requests; by key they are exact in expectation, and
 * a key stays where it is.
 */
final class Split {
    private static final long SALT = 0xd1b54a32d192ed03L;
    private static final long OTHER_SALT = 0x8cb92ba72f3d8dd7L;

    private Split() {}

    /** A pool, or null for a destination that must fail, and its weight. */
    record Share(int weight, @Nullable Pool pool) {}

    static RouteTarget byTurns(List<Share> shares, Sequence sequence) {
        int[] round = Schedule.of(shares.stream().mapToDouble(Share::weight).toArray());
        @Nullable Pool[] turns = new @Nullable Pool[round.length];
        for (int i = 0; i < round.length; i++) {
            turns[i] = shares.get(round[i]).pool();
        }
        return request -> turns[sequence.next(turns.length)];
    }

    /**
     * Keys are spread over the weights laid end to end, so a destination that grows takes keys from its neighbour only.
     * Keys of a share that is not served are spread over those that are; all other keys stay.
     *
     * @param shares the destinations
     * @param served those of them that requests may go to
     * @param keyless where requests without a key go
     */
    static RouteTarget byKey(List<Share> shares, List<Share> served, String attribute, RouteTarget keyless) {
        ByWeight all = ByWeight.of(shares);
        ByWeight others = ByWeight.of(served);
        boolean[] isServed = new boolean[shares.size()];
        for (int i = 0; i < isServed.length; i++) {
            isServed[i] = served.contains(shares.get(i));
        }
        return request -> {
            String key = key(request, attribute);
            if (key == null) {
                return keyless.poolFor(request);
            }
            int i = all.indexOf(Hash.ofKey(key, SALT));
            return isServed[i] ? all.pools[i] : others.pools[others.indexOf(Hash.ofKey(key, OTHER_SALT))];
        };
    }

    /** Pools, and the ends of their weights laid end to end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record ByWeight(int[] ends, @Nullable Pool[] pools) {

        static ByWeight of(List<Share> shares) {
            int[] ends = new int[shares.size()];
            @Nullable Pool[] pools = new @Nullable Pool[ends.length];
            int end = 0;
            for (int i = 0; i < ends.length; i++) {
                end += shares.get(i).weight();
                ends[i] = end;
                pools[i] = shares.get(i).pool();
            }
            return new ByWeight(ends, pools);
        }

        int indexOf(long hash) {
            int position = Hash.below(hash, ends[ends.length - 1]);
            int i = 0;
            while (position >= ends[i]) {
                i++;
            }
            return i;
        }
    }

    private static @Nullable String key(RequestContext request, String attribute) {
        String value = request.attribute(attribute);
        return value != null ? value : request.key();
    }
}

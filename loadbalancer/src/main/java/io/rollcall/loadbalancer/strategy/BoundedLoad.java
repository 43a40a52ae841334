package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import io.rollcall.random.Randomness;
import java.util.Arrays;

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, 2018): a member that has its share of all
 * calls in flight, times a factor, takes no more, and its keys move on. The walk jumps (Chen, Coleman and Shrivastava,
 * 2019): a ring's neighbour would otherwise get all the excess of one member, and then be full itself. A key's walk is
 * the same every time, so its second choice is stable too.
 *
 * <p><em>Concurrency:</em> lock-free. The total is a sum that any pick refreshes now and then, a handful of reads per
 * pick on average however many members there are, and always before it gives up; it may lag behind by about as many
 * picks as there are members. With up to four members it is exact.
 */
final class BoundedLoad {
    /** The factor for no bound. */
    static final double OFF = Double.POSITIVE_INFINITY;

    private static final double MOST = 100;
    private static final int JUMPS = 16;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private final Candidate[] all;
    private final double[] shares;
    private final Randomness random;
    private final long refreshMask;
    private volatile int total;

    BoundedLoad(Members members, double factor, Randomness random) {
        this.all = members.all();
        this.shares = shares(members.weights(), factor);
        this.random = random;
        this.refreshMask = Integer.highestOneBit((members.size() + 3) / 4) - 1;
        this.total = sum();
    }

    static double checked(double factor) {
        if (!(factor > 1 && factor <= MOST)) {
            throw new IllegalArgumentException("boundedLoad: " + factor + " (expected: above 1, at most 100)");
        }
        return factor;
    }

    /** The greatest share of all calls in flight, the new one included, that each may have. */
    static double[] shares(double[] weights, double factor) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> factor * weight / sum).toArray();
    }

    /** The member for {@code hash}: its own, or the first with room on its walk. */
    int place(Placement placement, long hash) {
        int home = placement.at(hash);
        if (all[home].inFlight() == 0) {
            return home;
        }
        if ((random.bits() & refreshMask) == 0) {
            total = sum();
        }
        return hasRoom(home) ? home : walk(placement, hash);
    }

    /** inFlight + 1 ≤ ⌈share × (total + 1)⌉, without the rounding. */
    boolean hasRoom(int i) {
        return all[i].inFlight() < shares[i] * (total + 1);
    }

    private int walk(Placement placement, long hash) {
        long at = hash;
        for (int jump = 0; jump < JUMPS; jump++) {
            at = Hash.mix(at + STEP);
            int i = placement.at(at);
            if (hasRoom(i)) {
                return i;
            }
        }
        total = sum();
        return emptiest();
    }

    private int emptiest() {
        int best = 0;
        for (int i = 1; i < all.length; i++) {
            if (all[i].inFlight() * shares[best] < all[best].inFlight() * shares[i]) {
                best = i;
            }
        }
        return best;
    }

    private int sum() {
        int sum = 0;
        for (Candidate candidate : all) {
            sum += candidate.inFlight();
        }
        return sum;
    }
}

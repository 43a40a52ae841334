package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Consistent hashing (Karger and others, 1997): each member has points on a ring, and a hash belongs to the next point.
 *
 * <p>A member of the default weight has {@value #POINTS} points however many members there are, as long as that makes
 * at least the least and at most the most wanted in all; so when one comes or goes, only its own keys move. Beyond
 * these bounds all are scaled alike, and each drops its last point at another size of the fleet, so that at no size
 * many keys move at once.
 */
final class HashRing implements Placement {
    /** Points of a member of weight 100. */
    static final int POINTS = 128;

    private static final long STEP = 0x9e3779b97f4a7c15L;

    /** Sorted positions of 63 bits; the lowest bits are the owner. */
    private final long[] points;
    /**
     * The first index in {@code points} for each of 2^b equal arcs: points are spread evenly, so the search is short.
     */
    private final int[] arcs;

    private final int arcShift;
    private final long ownerMask;

    private HashRing(long[] points, long ownerMask) {
        this.points = points;
        this.ownerMask = ownerMask;
        int arcBits = bits(points.length);
        this.arcShift = 63 - arcBits;
        this.arcs = new int[1 << arcBits];
        int point = 0;
        for (int arc = 0; arc < arcs.length; arc++) {
            while (point < points.length && points[point] >>> arcShift < arc) {
                point++;
            }
            arcs[arc] = point;
        }
    }

    static HashRing of(String[] ids, double[] weights, int least, int most) {
        double[] wanted = wanted(weights, least, most);
        long ownerMask = (1L << bits(ids.length)) - 1;
        long[] points = new long[(int) Arrays.stream(wanted).sum() + 2 * ids.length];
        int size = 0;
        for (int owner = 0; owner < ids.length; owner++) {
            long seed = Hash.of(ids[owner]);
            double dropsAt = (Hash.mix(~seed) >>> 11) * 0x1.0p-53;
            int count = Math.max(1, (int) (wanted[owner] + dropsAt));
            for (int i = 1; i <= count; i++) {
                points[size++] = ((Hash.mix(seed + i * STEP) >>> 1) & ~ownerMask) | owner;
            }
        }
        points = Arrays.copyOf(points, size);
        Arrays.sort(points);
        return new HashRing(points, ownerMask);
    }

    @Override
    public int at(long hash) {
        return (int) (points[pointOf(hash)] & ownerMask);
    }

    private int pointOf(long hash) {
        long position = hash >>> 1;
        int point = arcs[(int) (position >>> arcShift)];
        while (point < points.length && points[point] < position) {
            point++;
        }
        return point < points.length ? point : 0;
    }

    @Override
    public int next(long hash, IntPredicate excluded) {
        int first = pointOf(hash);
        for (int step = 0; step < points.length; step++) {
            int owner = (int) (points[(first + step) % points.length] & ownerMask);
            if (!excluded.test(owner)) {
                return owner;
            }
        }
        return -1;
    }

    int size() {
        return points.length;
    }

    private static double[] wanted(double[] weights, int least, int most) {
        double total = Arrays.stream(weights).sum() * POINTS / 100;
        double scale = total < least ? least / total : total > most ? most / total : 1;
        return Arrays.stream(weights)
                .map(weight -> weight * POINTS / 100 * scale)
                .toArray();
    }

    /** How many bits number {@code count} things. */
    private static int bits(int count) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(count - 1));
    }
}

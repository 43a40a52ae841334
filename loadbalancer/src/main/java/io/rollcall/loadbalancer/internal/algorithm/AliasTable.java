package io.rollcall.loadbalancer.internal.algorithm;

/**
 * A weighted draw in constant time: Walker's alias method, built as by Vose (1991). Each of n columns holds its own
 * index up to a threshold and one other above it. Immutable and threadsafe.
 */
public final class AliasTable {
    /** Per column: the threshold of 2^32 in the upper half, the alias in the lower. */
    private final long[] columns;

    private AliasTable(long[] columns) {
        this.columns = columns;
    }

    /**
     * Builds a table in O(n).
     *
     * @param weights at least one above 0, none below
     */
    public static AliasTable of(double[] weights) {
        int n = weights.length;
        double[] share = new double[n];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        int[] work = new int[n];
        int small = 0;
        int large = n;
        for (int i = 0; i < n; i++) {
            share[i] = weights[i] * n / sum;
            if (share[i] < 1) {
                work[small++] = i;
            } else {
                work[--large] = i;
            }
        }
        long[] columns = new long[n];
        while (small > 0 && large < n) {
            int poor = work[--small];
            int rich = work[large];
            columns[poor] = column(share[poor], rich);
            share[rich] -= 1 - share[poor];
            if (share[rich] < 1) {
                large++;
                work[small++] = rich;
            }
        }
        while (large < n) {
            int full = work[large++];
            columns[full] = column(1, full);
        }
        while (small > 0) {
            // Only rounding leaves any of these, and a weight of 0 must not become one.
            int full = work[--small];
            columns[full] = weights[full] > 0 ? column(1, full) : column(0, heaviest(weights));
        }
        return new AliasTable(columns);
    }

    /**
     * The index that 64 random bits select.
     *
     * @param bits uniform
     */
    public int at(long bits) {
        int i = (int) (((bits >>> 32) * columns.length) >>> 32);
        long column = columns[i];
        return (bits & 0xffff_ffffL) < (column >>> 32) ? i : (int) column;
    }

    /** A full column's threshold is one draw short of all, so its alias is itself. */
    private static long column(double share, int alias) {
        long threshold = share >= 1 ? 0xffff_ffffL : Math.round(share * 0x1p32);
        return Math.min(threshold, 0xffff_ffffL) << 32 | alias;
    }

    private static int heaviest(double[] weights) {
        int heaviest = 0;
        for (int i = 1; i < weights.length; i++) {
            heaviest = weights[i] > weights[heaviest] ? i : heaviest;
        }
        return heaviest;
    }
}

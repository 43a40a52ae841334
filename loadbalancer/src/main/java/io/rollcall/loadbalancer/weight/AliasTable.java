package io.rollcall.loadbalancer.weight;

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
            int full = work[--small];
            columns[full] = column(1, full);
        }
        return new AliasTable(columns);
    }

    /**
     * The index that 64 random bits mean.
     *
     * @param bits uniform
     */
    public int at(long bits) {
        int i = (int) (((bits >>> 32) * columns.length) >>> 32);
        long column = columns[i];
        return (bits & 0xffff_ffffL) <= (column >>> 32) ? i : (int) column;
    }

    private static long column(double share, int alias) {
        long threshold = share >= 1 ? 0xffff_ffffL : Math.round(share * 0x1p32) - 1;
        // A share of 0 would need a threshold below 0: the alias then takes the column but for one draw of 2^32.
        return Math.max(0, threshold) << 32 | alias;
    }
}

package io.rollcall.loadbalancer.internal.algorithm;

import java.util.Arrays;

/**
 * An order of turns in which each of n gets a share that equals its weight, spread as evenly as can be: smooth weighted
 * round-robin, computed once instead of per pick.
 *
 * <p>An index of share r may take its k-th turn (from 0) once k / r turns are over, and should have taken it when (k +
 * 1) / r are; of those that may, the one that should soonest goes first. This is the chairman assignment problem
 * (Tijdeman, 1980), and the deadlines are those of Envoy's earliest-deadline-first scheduler. Any whole round is exact,
 * and within a round no index is ahead of its share by a whole turn.
 *
 * <p>Whole weights are divided by what they have in common. Where that leaves too long a round, or where weights are
 * not whole, they are rounded to shares of a round of a fixed length, so that no share is off by more than one turn.
 */
public final class Schedule {
    /** The most turns of one round. */
    public static final int LONGEST = 65_536;
    /** Turns of the average weight in a round of weights that are not whole. */
    private static final int FINE = 256;

    private Schedule() {}

    /**
     * One round of turns as indices into {@code weights}, in O(turns × log n).
     *
     * @param weights at least one above 0, none below
     */
    public static int[] of(double[] weights) {
        int[] turns = turns(weights);
        int length = Arrays.stream(turns).sum();
        int[] round = new int[length];
        int[] firstOpening = new int[length];
        int[] nextOpening = new int[turns.length];
        Arrays.fill(firstOpening, -1);
        int[] taken = new int[turns.length];
        Due due = new Due(turns.length);
        for (int i = turns.length - 1; i >= 0; i--) {
            if (turns[i] > 0) {
                nextOpening[i] = firstOpening[0];
                firstOpening[0] = i;
            }
        }
        for (int at = 0; at < length; at++) {
            for (int i = firstOpening[at]; i >= 0; i = nextOpening[i]) {
                due.add(i, (taken[i] + 1) / (double) turns[i]);
            }
            int i = due.removeFirst();
            round[at] = i;
            if (++taken[i] < turns[i]) {
                int opens = (int) (((long) taken[i] * length + turns[i] - 1) / turns[i]);
                opens = Math.max(opens, at + 1);
                nextOpening[i] = firstOpening[opens];
                firstOpening[opens] = i;
            }
        }
        return round;
    }

    /** Weights as small whole numbers: reduced where they are whole, rounded where they are not or are too many. */
    private static int[] turns(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        boolean whole = Arrays.stream(weights).allMatch(w -> w == Math.rint(w));
        if (whole) {
            long divisor = Arrays.stream(weights).mapToLong(w -> (long) w).reduce(0, Schedule::gcd);
            if (sum / divisor <= LONGEST) {
                return Arrays.stream(weights)
                        .mapToInt(w -> (int) ((long) w / divisor))
                        .toArray();
            }
        }
        double wanted = whole ? LONGEST : Math.min(LONGEST, (double) FINE * weights.length);
        double scale = Math.max(weights.length, wanted - weights.length) / sum;
        return Arrays.stream(weights)
                .mapToInt(w -> w == 0 ? 0 : Math.max(1, (int) Math.round(w * scale)))
                .toArray();
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Indices that may take a turn, the soonest due first, of equals the lowest: a binary heap without objects. */
    private static final class Due {
        private final int[] heap;
        private final double[] due;
        private int size;

        Due(int capacity) {
            this.heap = new int[capacity];
            this.due = new double[capacity];
        }

        void add(int index, double dueAt) {
            due[index] = dueAt;
            int hole = size++;
            while (hole > 0 && before(index, heap[(hole - 1) / 2])) {
                heap[hole] = heap[(hole - 1) / 2];
                hole = (hole - 1) / 2;
            }
            heap[hole] = index;
        }

        int removeFirst() {
            int first = heap[0];
            int last = heap[--size];
            int hole = 0;
            for (int child = 1; child < size; child = 2 * hole + 1) {
                if (child + 1 < size && before(heap[child + 1], heap[child])) {
                    child++;
                }
                if (!before(heap[child], last)) {
                    break;
                }
                heap[hole] = heap[child];
                hole = child;
            }
            heap[hole] = last;
            return first;
        }

        private boolean before(int a, int b) {
            return due[a] < due[b] || (due[a] == due[b] && a < b);
        }
    }
}

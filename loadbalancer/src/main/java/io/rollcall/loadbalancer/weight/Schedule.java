package io.rollcall.loadbalancer.weight;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * An order of turns in which each of n gets a share that equals its weight, spread as evenly as can be: smooth weighted
 * round-robin, computed once instead of per pick.
 *
 * <p>Each index takes its k-th turn at (k + ½) / weight, as earliest-deadline-first schedulers do (Envoy); the turns in
 * that order are the schedule. Any whole round is exact; a long list of unequal weights is scaled so that a round has
 * at most {@value #LONGEST} turns, which keeps each share within one turn per round.
 */
public final class Schedule {
    /** The most turns of one round. */
    public static final int LONGEST = 65_536;

    private Schedule() {}

    /**
     * One round of turns as indices into {@code weights}.
     *
     * @param weights at least one above 0, none below
     */
    public static int[] of(double[] weights) {
        int[] turns = turns(weights);
        int[] round = new int[Arrays.stream(turns).sum()];
        PriorityQueue<Turn> queue = new PriorityQueue<>(turns.length);
        for (int i = 0; i < turns.length; i++) {
            if (turns[i] > 0) {
                queue.add(new Turn(i, 0, turns[i]));
            }
        }
        for (int at = 0; at < round.length; at++) {
            Turn due = queue.remove();
            round[at] = due.index;
            if (due.count + 1 < due.of) {
                queue.add(new Turn(due.index, due.count + 1, due.of));
            }
        }
        return round;
    }

    /** Weights as small whole numbers: reduced where they are whole, scaled where they are not or are too many. */
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
        double scale = Math.max(1, LONGEST - weights.length) / sum;
        return Arrays.stream(weights)
                .mapToInt(w -> w == 0 ? 0 : Math.max(1, (int) Math.round(w * scale)))
                .toArray();
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private record Turn(int index, int count, int of) implements Comparable<Turn> {
        private double due() {
            return (count + 0.5) / of;
        }

        @Override
        public int compareTo(Turn other) {
            int byTime = Double.compare(due(), other.due());
            return byTime != 0 ? byTime : Integer.compare(index, other.index);
        }
    }
}

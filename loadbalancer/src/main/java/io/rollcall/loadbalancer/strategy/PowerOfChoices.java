package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.AliasTable;
import io.rollcall.model.RequestContext;
import io.rollcall.random.Randomness;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The best of a few different candidates drawn at random (Mitzenmacher, 2001); of equals the first drawn, so ties are
 * broken at random. Subclasses decide which of two is better.
 *
 * <p>Unequal weights enter twice: the draw is by weight, and load is divided by the weight. So idle instances share
 * traffic exactly by weight, and busy ones by capacity.
 *
 * <p>Subclasses compare without a branch: which of two costs less is unpredictable, and a mispredicted branch costs
 * more than the rest of the pick.
 */
abstract class PowerOfChoices implements Picker {
    static final int DEFAULT_CHOICES = 2;
    private static final int REDRAWS = 3;
    private static final long LOW = 0xffff_ffffL;

    private final Candidate[] all;
    private final int choices;
    private final Randomness random;
    private final @Nullable AliasTable table;

    PowerOfChoices(Candidates candidates, int choices) {
        this.all = candidates.toArray();
        this.choices = Math.min(choices, all.length);
        this.random = candidates.randomness();
        this.table = candidates.equalWeights() ? null : AliasTable.of(candidates.weights());
    }

    static int checkedChoices(int choices) {
        if (choices < 2) {
            throw new IllegalArgumentException("choices: " + choices + " (expected: 2 or more)");
        }
        return choices;
    }

    /** {@code challenger} if it is better than {@code holder}, else {@code holder}. */
    abstract int better(int challenger, int holder);

    /** The load of the candidate at {@code index}. */
    final int load(int index) {
        return all[index].load();
    }

    @Override
    public final Candidate pick(RequestContext request) {
        if (choices != 2) {
            return all[choices == 1 ? 0 : bestOfSeveral()];
        }
        long bits = random.bits();
        AliasTable byWeight = table;
        int first = byWeight == null ? spread(bits >>> 32, all.length) : byWeight.at(bits);
        int second = byWeight == null ? other(bits & LOW, first) : otherByWeight(byWeight, first);
        return all[better(second, first)];
    }

    private int bestOfSeveral() {
        AliasTable byWeight = table;
        long turned = random.bits();
        int best = byWeight == null ? inArc(0, turned) : byWeight.at(turned);
        for (int draw = 1; draw < choices; draw++) {
            best = better(byWeight == null ? inArc(draw, turned) : otherByWeight(byWeight, best), best);
        }
        return best;
    }

    private int other(long bits32, int taken) {
        int drawn = spread(bits32, all.length - 1);
        return drawn < taken ? drawn : drawn + 1;
    }

    /** Where one has nearly all of the weight, any other is taken. */
    private int otherByWeight(AliasTable byWeight, int taken) {
        for (int draw = 0; draw < REDRAWS; draw++) {
            int drawn = byWeight.at(random.bits());
            if (drawn != taken) {
                return drawn;
            }
        }
        return other(random.bits() & LOW, taken);
    }

    /** One of each of as many arcs as there are choices, on a circle turned at random: never the same one twice. */
    private int inArc(int draw, long turned) {
        int n = all.length;
        int from = (int) ((long) draw * n / choices);
        int to = (int) ((draw + 1L) * n / choices);
        int at = spread(turned >>> 32, n) + from + spread(random.bits() & LOW, to - from);
        return at < n ? at : at - n;
    }

    private static int spread(long bits32, int bound) {
        return (int) ((bits32 * bound) >>> 32);
    }

    /** The load of one call on each: the mean weight divided by its own. */
    static double[] perWeight(double[] weights) {
        double mean = Arrays.stream(weights).average().orElse(1);
        return Arrays.stream(weights).map(weight -> mean / weight).toArray();
    }
}

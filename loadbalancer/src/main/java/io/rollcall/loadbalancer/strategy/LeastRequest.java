package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.weight.AliasTable;

/**
 * The least busy of a few drawn at random: the power of two choices (Mitzenmacher, 2001), as Envoy's least-request.
 *
 * <p>The draw is by weight, and what is compared is load per weight; of equals the first drawn wins. So idle instances
 * share traffic exactly by weight, and busy ones by what they can carry.
 */
final class LeastRequest implements Strategy {
    static final String NAME = "least-request";
    static final int DEFAULT_CHOICES = 2;

    private final int choices;

    LeastRequest(int choices) {
        if (choices < 2) {
            throw new IllegalArgumentException("choices: " + choices + " (expected: 2 or more)");
        }
        this.choices = choices;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        Candidate[] all = candidates.toArray();
        Randomness random = candidates.randomness();
        if (all.length == 1) {
            return request -> all[0];
        }
        if (!candidates.equalWeights()) {
            AliasTable table = AliasTable.of(candidates.weights());
            return request -> lessBusyByWeight(all, table, random);
        }
        return choices == 2 ? request -> lessBusy(all, random) : request -> leastBusy(all, random);
    }

    /** Two distinct ones from one draw of 64 bits. */
    private static Candidate lessBusy(Candidate[] all, Randomness random) {
        long bits = random.bits();
        int n = all.length;
        int i = (int) (((bits >>> 32) * n) >>> 32);
        int j = (int) (((bits & 0xffff_ffffL) * (n - 1)) >>> 32);
        Candidate first = all[i];
        Candidate second = all[j < i ? j : j + 1];
        return second.load() < first.load() ? second : first;
    }

    private Candidate leastBusy(Candidate[] all, Randomness random) {
        Candidate best = all[random.below(all.length)];
        for (int draw = 1; draw < choices; draw++) {
            Candidate next = all[random.below(all.length)];
            if (next.load() < best.load()) {
                best = next;
            }
        }
        return best;
    }

    private Candidate lessBusyByWeight(Candidate[] all, AliasTable table, Randomness random) {
        Candidate best = all[table.at(random.bits())];
        for (int draw = 1; draw < choices; draw++) {
            Candidate next = all[table.at(random.bits())];
            if (next.load() * best.weight() < best.load() * next.weight()) {
                best = next;
            }
        }
        return best;
    }
}

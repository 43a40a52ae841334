package io.rollcall.loadbalancer.strategy;

/**
 * The least busy of a few drawn at random, as Envoy's and gRPC's least-request: what is compared is calls in flight per
 * weight.
 */
final class LeastRequest implements Strategy {
    static final String NAME = "least-request";

    private final int choices;

    LeastRequest(int choices) {
        this.choices = PowerOfChoices.checkedChoices(choices);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        return candidates.equalWeights()
                ? new LeastBusy(candidates, choices)
                : new LeastBusyForItsWeight(candidates, choices);
    }

    private static final class LeastBusy extends PowerOfChoices {
        LeastBusy(Candidates candidates, int choices) {
            super(candidates, choices);
        }

        @Override
        int better(int challenger, int holder) {
            int fewer = load(challenger) - load(holder) >> 31;
            return holder ^ ((holder ^ challenger) & fewer);
        }
    }

    private static final class LeastBusyForItsWeight extends PowerOfChoices {
        private final double[] perWeight;

        LeastBusyForItsWeight(Candidates candidates, int choices) {
            super(candidates, choices);
            this.perWeight = perWeight(candidates.weights());
        }

        @Override
        int better(int challenger, int holder) {
            double more = load(challenger) * perWeight[challenger] - load(holder) * perWeight[holder];
            int less = (int) (Double.doubleToRawLongBits(more) >> 63);
            return holder ^ ((holder ^ challenger) & less);
        }
    }
}

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
        return new LeastBusy(candidates, choices);
    }

    private static final class LeastBusy extends PowerOfChoices {
        LeastBusy(Candidates candidates, int choices) {
            super(candidates, choices);
        }

        @Override
        double cost(int index, double load) {
            return load;
        }
    }
}

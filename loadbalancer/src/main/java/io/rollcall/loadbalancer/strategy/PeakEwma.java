package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import java.time.Duration;
import java.util.Locale;

/**
 * The one of a few drawn at random that is likely to respond soonest: its latency, as a {@linkplain LatencyAverage peak
 * EWMA}, times the calls it has in flight and this one (Finagle, tower).
 *
 * <p>A failure counts as a slow response, or an instance that fails fast would attract all traffic. An instance without
 * a sample gets its fair share and no more: it ties with any that is not slow, until its first call is in flight; then
 * it waits for that call's outcome. The average is stored when a call ends and decays with each tick, so that an
 * instance that was slow is tried again although it is not picked.
 */
final class PeakEwma implements Strategy {
    static final String NAME = "peak-ewma";

    /** The cost of a call to an instance without a sample whose first call is in flight: more than any latency. */
    private static final double UNSAMPLED = Duration.ofDays(1).toNanos();

    private final double decayNanos;
    private final double penaltyNanos;
    private final double initialNanos;
    private final int choices;

    PeakEwma(PeakEwmaOptions options) {
        this.decayNanos = options.decay.toNanos();
        this.penaltyNanos = options.penalty.toNanos();
        this.initialNanos = options.initial.toNanos();
        this.choices = options.choices;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public Picker compile(Candidates candidates) {
        return new Soonest(candidates, choices, initialNanos);
    }

    @Override
    public void finished(Candidate candidate, Outcome outcome, long latencyNanos, long nowNanos) {
        LatencyAverage average = average(candidate);
        if (outcome.isFailure()) {
            average.record(Math.max(penaltyNanos, (double) latencyNanos), nowNanos, decayNanos);
        } else if (outcome == Outcome.CANCELLED) {
            average.recordAtLeast((double) latencyNanos, nowNanos, decayNanos);
        } else {
            average.record((double) latencyNanos, nowNanos, decayNanos);
        }
    }

    @Override
    public void tick(Candidate candidate, long nowNanos) {
        average(candidate).decay(nowNanos, decayNanos);
    }

    @Override
    public String describe(Candidate candidate, RequestContext request) {
        double latency = average(candidate).nanos();
        int inFlight = candidate.inFlight();
        String cost = latency == LatencyAverage.UNKNOWN
                ? "cost unknown"
                : String.format(Locale.ROOT, "cost %.1f ms", latency * (inFlight + 1) / 1e6);
        return cost + ", " + inFlight + " in flight";
    }

    private static LatencyAverage average(Candidate candidate) {
        return candidate.memory(LatencyAverage.class, LatencyAverage::new);
    }

    private static final class Soonest extends PowerOfChoices {
        private final LatencyAverage[] averages;
        private final double[] perWeight;
        private final double initialNanos;

        Soonest(Candidates candidates, int choices, double initialNanos) {
            super(candidates, choices);
            this.averages = candidates.list().stream().map(PeakEwma::average).toArray(LatencyAverage[]::new);
            this.perWeight = perWeight(candidates.weights());
            this.initialNanos = initialNanos;
        }

        @Override
        int better(int challenger, int holder) {
            long cost = Double.doubleToRawLongBits(Math.abs(cost(challenger)));
            long toBeat = Double.doubleToRawLongBits(cost(holder));
            int mask = (int) ((cost - toBeat & ~toBeat) >> 63);
            return holder ^ ((holder ^ challenger) & mask);
        }

        /**
         * The cost of a call now. Below 0 for a candidate without a sample: it is equal to any of lower cost than that
         * amount, and cheaper than any of higher cost.
         */
        private double cost(int index) {
            double load = load(index) * perWeight[index];
            double latency = averages[index].nanos();
            return latency == LatencyAverage.UNKNOWN ? unknown(load) : latency * (load + 1);
        }

        private double unknown(double load) {
            return load == 0 ? -initialNanos : UNSAMPLED * (load + 1);
        }
    }
}

package io.rollcall.loadbalancer.policy;

/**
 * How often a call may be tried again on another instance. The budget is over all calls to the service: a share of
 * them, or a few per second where that is more, so that retries never multiply the load of a service in trouble.
 * Immutable and threadsafe.
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = builder().build();

    private final int attempts;
    private final double budget;
    private final int minPerSecond;

    private RetryPolicy(Builder from) {
        this.attempts = from.attempts;
        this.budget = from.budget;
        this.minPerSecond = from.minPerSecond;
    }

    /** The defaults that {@link Builder} names. */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The most attempts of one call, the first included. */
    public int attempts() {
        return attempts;
    }

    /** Retries as a share of calls. */
    public double budget() {
        return budget;
    }

    /** Retries per second that are always allowed. */
    public int minPerSecond() {
        return minPerSecond;
    }

    /** Builds a {@link RetryPolicy}. Not threadsafe. */
    public static final class Builder {
        private int attempts = 3;
        private double budget = 0.2;
        private int minPerSecond = 10;

        private Builder() {}

        /** The most attempts, the first included. Default: 3; 1 means no retry. */
        public Builder attempts(int attempts) {
            this.attempts = Check.atLeast("attempts", attempts, 1);
            return this;
        }

        /** Retries as a share of calls, 0 to 1. Default: 0.2. */
        public Builder budget(double share) {
            this.budget = Check.share("budget", share);
            return this;
        }

        /** Retries per second that are always allowed. Default: 10. */
        public Builder minPerSecond(int retries) {
            this.minPerSecond = Check.atLeast("minPerSecond", retries, 0);
            return this;
        }

        /** The policy. */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}

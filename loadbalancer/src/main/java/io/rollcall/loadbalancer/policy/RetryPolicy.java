package io.rollcall.loadbalancer.policy;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How often a call may be tried again on another instance, and how long its attempts may take. The budget is over all
 * calls to the service: a share of them, or a few per second where that is more, so that retries never multiply the
 * load of a service in trouble. Whether a request may be sent twice at all is for the client to know: only those that
 * are safe are. Immutable and threadsafe.
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = builder().build();

    private final int attempts;
    private final double budget;
    private final int minPerSecond;
    private final Set<Integer> statuses;
    private final boolean onTimeout;
    private final @Nullable Duration perAttemptTimeout;
    private final @Nullable Duration totalTimeout;
    private final Duration backoffBase;
    private final Duration backoffMax;
    private final Duration maxRetryAfter;

    private RetryPolicy(Builder from) {
        this.attempts = from.attempts;
        this.budget = from.budget;
        this.minPerSecond = from.minPerSecond;
        this.statuses = Set.copyOf(from.statuses);
        this.onTimeout = from.onTimeout;
        this.perAttemptTimeout = from.perAttemptTimeout;
        this.totalTimeout = from.totalTimeout;
        this.backoffBase = from.backoffBase;
        this.backoffMax = from.backoffMax;
        this.maxRetryAfter = from.maxRetryAfter;
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

    /** The statuses after which a call is tried again. Unmodifiable. */
    public Set<Integer> statuses() {
        return statuses;
    }

    /** Whether a call is tried again when no response came in time. */
    public boolean onTimeout() {
        return onTimeout;
    }

    /** How long an attempt may take until its response begins, or null for as long as the client lets it. */
    public @Nullable Duration perAttemptTimeout() {
        return perAttemptTimeout;
    }

    /** How long all attempts and the waits between them may take until a response begins, or null for no bound. */
    public @Nullable Duration totalTimeout() {
        return totalTimeout;
    }

    /** About how long to wait before the first retry on a status; each further wait is twice as long. */
    public Duration backoffBase() {
        return backoffBase;
    }

    /** The longest wait before a retry on a status. */
    public Duration backoffMax() {
        return backoffMax;
    }

    /** The longest {@code Retry-After} that is waited for. */
    public Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /** Builds a {@link RetryPolicy}. Not threadsafe. */
    public static final class Builder {
        private int attempts = 3;
        private double budget = 0.2;
        private int minPerSecond = 10;
        private Set<Integer> statuses = Set.of(502, 503, 504);
        private boolean onTimeout = true;
        private @Nullable Duration perAttemptTimeout;
        private @Nullable Duration totalTimeout;
        private Duration backoffBase = Duration.ofMillis(25);
        private Duration backoffMax = Duration.ofMillis(250);
        private Duration maxRetryAfter = Duration.ofSeconds(1);

        private Builder() {}

        /** The most attempts, the first included. Default: 3; 1 means no retry. */
        public Builder attempts(int attempts) {
            this.attempts = PolicyChecks.atLeast("attempts", attempts, 1);
            return this;
        }

        /** Retries as a share of calls, 0 to 1. Default: 0.2. */
        public Builder budget(double share) {
            this.budget = PolicyChecks.share("budget", share);
            return this;
        }

        /** Retries per second that are always allowed. Default: 10. */
        public Builder minPerSecond(int retries) {
            this.minPerSecond = PolicyChecks.atLeast("minPerSecond", retries, 0);
            return this;
        }

        /**
         * The statuses after which a call that may be repeated is tried again. Default: 502, 503 and 504; none means
         * that every response is final.
         *
         * @throws IllegalArgumentException if one is not 400 to 599
         */
        public Builder onStatus(int... statuses) {
            Set<Integer> wanted = new TreeSet<>();
            for (int status : statuses) {
                if (status < 400 || status > 599) {
                    throw new IllegalArgumentException("onStatus: " + status + " (expected: 400 to 599)");
                }
                wanted.add(status);
            }
            this.statuses = wanted;
            return this;
        }

        /** Whether a call that may be repeated is tried again when no response came in time. Default: yes. */
        public Builder onTimeout(boolean retry) {
            this.onTimeout = retry;
            return this;
        }

        /**
         * How long one attempt may take until its response begins, connecting included. Default: no bound but the
         * client's own for connecting, writing and reading.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder perAttemptTimeout(Duration timeout) {
            this.perAttemptTimeout = PolicyChecks.positive("perAttemptTimeout", timeout);
            return this;
        }

        /**
         * How long all attempts and the waits between them may take until a response begins. Default: no bound but the
         * client's own for a call.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder totalTimeout(Duration timeout) {
            this.totalTimeout = PolicyChecks.positive("totalTimeout", timeout);
            return this;
        }

        /**
         * The wait before a retry on a status: {@code base}, twice as much each further time, at most {@code max}, and
         * of that a random half to all. Default: 25 ms, 250 ms. After failed connections there is no wait.
         *
         * @throws IllegalArgumentException if {@code base} is not positive or {@code max} is below it
         */
        public Builder backoff(Duration base, Duration max) {
            PolicyChecks.positive("base", base);
            if (max.compareTo(base) < 0) {
                throw new IllegalArgumentException("max: " + max + " (expected: " + base + " or more)");
            }
            this.backoffBase = base;
            this.backoffMax = max;
            return this;
        }

        /**
         * The longest {@code Retry-After} that is waited for where there is no other instance; zero for none. Default:
         * 1 s.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxRetryAfter(Duration longest) {
            if (longest.isNegative()) {
                throw new IllegalArgumentException("maxRetryAfter: " + longest + " (expected: 0 or more)");
            }
            this.maxRetryAfter = longest;
            return this;
        }

        /** The policy. */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}

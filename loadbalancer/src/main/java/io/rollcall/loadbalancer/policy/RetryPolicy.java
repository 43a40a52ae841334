package io.rollcall.loadbalancer.policy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How often a call is retried on another instance, and how long its attempts may take. The budget bounds the retries of
 * all calls to the service: a share of them, or a few per second where that is more, so that retries never multiply the
 * load of a service in trouble. The client retries only requests that are safe to send twice.
 *
 * <pre>{@code
 * ServicePolicy.builder().retry(r -> r.attempts(3).budget(0.2).perAttemptTimeout(Duration.ofSeconds(1)))
 * }</pre>
 *
 * <p>Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = builder().build();
    private static final RetryPolicy OFF = builder().attempts(1).build();

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

    /** The defaults documented at {@link Builder}. */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /** One attempt per call. */
    public static RetryPolicy off() {
        return OFF;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Whether calls are retried at all. */
    public boolean isOn() {
        return attempts > 1;
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

    /** The statuses after which a call is retried. Unmodifiable. */
    public Set<Integer> statuses() {
        return statuses;
    }

    /** Whether a call is retried when no response came in time. */
    public boolean onTimeout() {
        return onTimeout;
    }

    /** How long an attempt may take until its response begins, or null for no bound but the client's. */
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetryPolicy that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return values().toString();
    }

    private Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("attempts", attempts);
        values.put("budget", budget);
        values.put("minPerSecond", minPerSecond);
        values.put("onStatus", new TreeSet<>(statuses));
        values.put("onTimeout", onTimeout);
        values.put("perAttemptTimeout", perAttemptTimeout);
        values.put("totalTimeout", totalTimeout);
        values.put("backoffBase", backoffBase);
        values.put("backoffMax", backoffMax);
        values.put("maxRetryAfter", maxRetryAfter);
        return values;
    }

    /**
     * Builds a {@link RetryPolicy}. Not threadsafe.
     *
     * @since 0.1
     */
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

        private Builder(RetryPolicy from) {
            this.attempts = from.attempts;
            this.budget = from.budget;
            this.minPerSecond = from.minPerSecond;
            this.statuses = from.statuses;
            this.onTimeout = from.onTimeout;
            this.perAttemptTimeout = from.perAttemptTimeout;
            this.totalTimeout = from.totalTimeout;
            this.backoffBase = from.backoffBase;
            this.backoffMax = from.backoffMax;
            this.maxRetryAfter = from.maxRetryAfter;
        }

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
         * The statuses after which a call that is safe to repeat is retried. Default: 502, 503 and 504; none means that
         * every response is final.
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

        /** Whether a call that is safe to repeat is retried when no response came in time. Default: yes. */
        public Builder onTimeout(boolean retry) {
            this.onTimeout = retry;
            return this;
        }

        /**
         * How long one attempt may take until its response begins, connecting included. Default: no bound but the
         * client's own for connecting, writing and reading, which null restores.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder perAttemptTimeout(@Nullable Duration timeout) {
            this.perAttemptTimeout = timeout == null ? null : PolicyChecks.positive("perAttemptTimeout", timeout);
            return this;
        }

        /**
         * How long all attempts and the waits between them may take until a response begins. Default: no bound but the
         * client's own for a call, which null restores.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder totalTimeout(@Nullable Duration timeout) {
            this.totalTimeout = timeout == null ? null : PolicyChecks.positive("totalTimeout", timeout);
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
            PolicyChecks.ordered("base", base, "max", max);
            this.backoffBase = base;
            this.backoffMax = max;
            return this;
        }

        /**
         * The longest {@code Retry-After} that is waited for where there is no other instance; zero waits for none.
         * Default: 1 s.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxRetryAfter(Duration longest) {
            this.maxRetryAfter = PolicyChecks.notNegative("maxRetryAfter", longest);
            return this;
        }

        /** The policy. */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}

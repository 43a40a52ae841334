package io.rollcall.loadbalancer.strategy;

import java.time.Duration;

/**
 * Options of {@link Strategies#peakEwma(java.util.function.Consumer)}. Not threadsafe.
 *
 * @since 0.1
 */
public final class PeakEwmaOptions {
    private static final Duration LONGEST = Duration.ofHours(1);

    Duration decay = Duration.ofSeconds(10);
    Duration penalty = Duration.ofSeconds(5);
    Duration initial = Duration.ofMillis(30);
    int choices = PowerOfChoices.DEFAULT_CHOICES;

    PeakEwmaOptions() {}

    /**
     * The time in which a sample loses 63 % of its weight. Default: 10 s.
     *
     * @throws IllegalArgumentException if it is not above 0 and at most an hour
     */
    public PeakEwmaOptions decay(Duration decay) {
        this.decay = checked("decay", decay);
        return this;
    }

    /**
     * The latency that a failure counts as, unless it took longer. Default: 5 s.
     *
     * @throws IllegalArgumentException if it is not above 0 and at most an hour
     */
    public PeakEwmaOptions penalty(Duration penalty) {
        this.penalty = checked("penalty", penalty);
        return this;
    }

    /**
     * The greatest cost assumed for an instance without a sample and without a call in flight. Default: 30 ms.
     *
     * @throws IllegalArgumentException if it is not above 0 and at most an hour
     */
    public PeakEwmaOptions initial(Duration initial) {
        this.initial = checked("initial", initial);
        return this;
    }

    /**
     * How many are drawn and compared. Default: 2.
     *
     * @throws IllegalArgumentException if it is below 2
     */
    public PeakEwmaOptions choices(int choices) {
        this.choices = PowerOfChoices.checkedChoices(choices);
        return this;
    }

    private static Duration checked(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: above PT0S, at most " + LONGEST + ")");
        }
        return value;
    }
}

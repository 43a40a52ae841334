package io.rollcall.benchmarks.simulator.engine;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long a server works on one request. */
@FunctionalInterface
public interface ServiceTime {

    /** The next one, in nanoseconds. */
    long nanos(SplittableRandom random);

    /** Exponential, of this mean. */
    static ServiceTime exponential(Duration mean) {
        double nanos = mean.toNanos();
        return random -> (long) (-Math.log(1 - random.nextDouble()) * nanos);
    }

    /** Log-normal, of this mean, as most real services are: few are much faster, some are much slower. */
    static ServiceTime logNormal(Duration mean, double sigma) {
        double shift = -sigma * sigma / 2;
        double nanos = mean.toNanos();
        return random -> (long) (nanos * Math.exp(shift + sigma * random.nextGaussian()));
    }

    /** Uniform around {@code mean}, at most {@code spread} away from it. */
    static ServiceTime around(Duration mean, Duration spread) {
        long from = mean.minus(spread).toNanos();
        long range = 2 * spread.toNanos() + 1;
        return random -> from + random.nextLong(range);
    }

    /** The same, slower by {@code factor}. */
    default ServiceTime times(double factor) {
        return random -> (long) (nanos(random) * factor);
    }
}

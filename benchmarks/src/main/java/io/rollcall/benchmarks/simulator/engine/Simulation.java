package io.rollcall.benchmarks.simulator.engine;

import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Virtual time and what happens on it. Events at the same time happen in the order in which they were scheduled, and
 * one seed determines all random choices, so that a simulation is reproducible. Confined to one thread.
 */
public final class Simulation implements TimeSource {
    private final long seed;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long planned;
    private long streams;

    /** A world at time 0. */
    public Simulation(long seed) {
        this.seed = seed;
    }

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** Nanoseconds since the start. */
    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long currentTimeMillis() {
        return now / 1_000_000;
    }

    /** Schedules {@code action} for {@code delayNanos} from now; a negative delay counts as 0. */
    public void after(long delayNanos, Runnable action) {
        events.add(new Event(now + Math.max(0, delayNanos), planned++, action));
    }

    /** Schedules {@code action} for {@code time} after the start. */
    public void at(Duration time, Runnable action) {
        after(time.toNanos() - now, action);
    }

    /** Runs all events, those that they schedule included. */
    public void run() {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            now = next.at;
            next.action.run();
        }
    }

    /** A generator of its own for each call, in the order of the calls. */
    public SplittableRandom random() {
        return new SplittableRandom(nextStream());
    }

    /** The same, as the balancers take it. */
    public Randomness randomness() {
        return Randomness.seeded(nextStream());
    }

    private long nextStream() {
        return new SplittableRandom(seed * 1_000_003 + streams++).nextLong();
    }
}

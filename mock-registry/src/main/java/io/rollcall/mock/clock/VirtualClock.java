package io.rollcall.mock.clock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A clock that stands still until a test moves it. Periodic tasks run inside {@link #advance} on the thread that calls
 * it, each at its own moment, so that a minute of registry life takes no time and is the same on every run.
 *
 * <p><b>Concurrency.</b> The time is volatile: any thread may read it. Moving it and adding or ending tasks happen
 * under one lock each; tasks run outside the list's lock, so a task may use the clock.
 */
public final class VirtualClock implements RegistryClock {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final Object movement = new Object();
    private final List<Task> tasks = new ArrayList<>();
    private volatile long nanos;

    private VirtualClock() {}

    /** A clock that shows 0 on its monotonic side and a fixed moment of 2023 on its wall. */
    public static VirtualClock create() {
        return new VirtualClock();
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long millis() {
        return EPOCH_MILLIS + nanos / 1_000_000;
    }

    /**
     * Lets time pass, and runs every periodic task that becomes due on the way, at the time it is due.
     *
     * @param duration how far to move; not negative
     */
    public void advance(Duration duration) {
        synchronized (movement) {
            long target = nanos + nonNegative(duration);
            for (Optional<Task> next = dueBy(target); next.isPresent(); next = dueBy(target)) {
                Task task = next.get();
                nanos = Math.max(nanos, task.due);
                task.due = nanos + task.period;
                task.work.run();
            }
            nanos = target;
        }
    }

    /**
     * Lets time pass while nothing runs, as when the process is suspended or the garbage collector stops it. Periodic
     * tasks that became due run once afterwards.
     *
     * @param duration how long the process stood still; not negative
     */
    public void pause(Duration duration) {
        synchronized (movement) {
            nanos += nonNegative(duration);
            advance(Duration.ZERO);
        }
    }

    @Override
    public Repeating every(String name, Duration period, Runnable task) {
        Task added = new Task(task, period.toNanos(), nanos + period.toNanos());
        synchronized (tasks) {
            tasks.add(added);
        }
        return () -> {
            synchronized (tasks) {
                tasks.remove(added);
            }
        };
    }

    private Optional<Task> dueBy(long moment) {
        synchronized (tasks) {
            return tasks.stream().filter(task -> task.due <= moment).min(Comparator.comparingLong(task -> task.due));
        }
    }

    private static long nonNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: not negative)");
        }
        return duration.toNanos();
    }

    private static final class Task {
        final Runnable work;
        final long period;
        long due;

        Task(Runnable work, long period, long due) {
            this.work = work;
            this.period = period;
            this.due = due;
        }
    }
}

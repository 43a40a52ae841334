package io.rollcall.mock.clock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A clock that stops until a test moves it. Periodic tasks run inside {@link #advance} on the thread that calls it,
 * each at the moment it is due, so that a minute of a registry takes no time and is the same on every run.
 *
 * <p><b>Concurrency.</b> The time is volatile: any thread may read it. Moving it and adding or ending tasks happen
 * under one lock each; tasks run outside the list's lock, so a task may use the clock.
 *
 * @since 0.1
 */
public final class VirtualClock implements RegistryClock {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final Object movement = new Object();
    private final List<Task> tasks = new ArrayList<>();
    private volatile long nanos;

    private VirtualClock() {}

    /** A clock whose monotonic time begins at 0 and whose wall time begins at a fixed moment of 2023. */
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
     * Advances the time, and runs every periodic task that becomes due, at the moment it is due.
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
     * Advances the time while no task runs, as when the process is suspended or in a long garbage collection. Periodic
     * tasks that became due run once afterwards.
     *
     * @param duration the length of the pause; not negative
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

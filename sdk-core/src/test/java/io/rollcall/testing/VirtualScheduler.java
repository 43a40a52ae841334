package io.rollcall.testing;

import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock and an executor on virtual time. Time does not move until a test moves it; tasks run on the thread that does
 * so, by deadline, and with the same deadline in the order of submission.
 *
 * <ul>
 *   <li>{@link #advance} passes through time: each task runs at its deadline, also tasks that others add meanwhile.
 *   <li>{@link #leap} is a pause of the whole process: nothing runs until its end, and then everything is late.
 *   <li>{@link #stepWallClock} moves the wall clock alone, as NTP does.
 * </ul>
 *
 * <p>A task passed to {@link #execute} runs with the next {@link #advance}, {@link #leap} or {@link #runDue}, never
 * before.
 *
 * <p><b>Concurrency.</b> The queue and both clocks are guarded by this object's monitor, so any thread may read the
 * time or submit tasks. Tasks run without the monitor. One thread at a time moves time.
 */
public final class VirtualScheduler extends AbstractExecutorService implements ScheduledExecutorService, TimeSource {
    /** Below zero, so that a test passes zero: no reading is special. */
    private static final long FIRST_NANOS = -TimeUnit.SECONDS.toNanos(90);

    private static final long FIRST_MILLIS = 1_767_225_600_000L;

    private final PriorityQueue<Task<?>> queue = new PriorityQueue<>(
            Comparator.<Task<?>>comparingLong(task -> task.dueAfter).thenComparing(t -> t.order));
    private long elapsed;
    private long wallOffsetMillis;
    private long nextOrder;
    private boolean shutdown;

    @Override
    public synchronized long nanoTime() {
        return FIRST_NANOS + elapsed;
    }

    @Override
    public synchronized long currentTimeMillis() {
        return FIRST_MILLIS + wallOffsetMillis + TimeUnit.NANOSECONDS.toMillis(elapsed);
    }

    /** How far time has been moved since the beginning. */
    public synchronized Duration elapsed() {
        return Duration.ofNanos(elapsed);
    }

    /** Lets {@code duration} pass, and runs each task that becomes due at its deadline. */
    public void advance(Duration duration) {
        long end = elapsed().plus(duration).toNanos();
        for (Task<?> task = pollUntil(end); task != null; task = pollUntil(end)) {
            task.run();
        }
        moveTo(end);
    }

    /** Runs the tasks that are due now, and those that they add for now. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    /** Lets {@code duration} pass as if the process had been suspended: then runs everything that is late. */
    public void leap(Duration duration) {
        moveTo(elapsed().plus(duration).toNanos());
        runDue();
    }

    /** Moves the wall clock by {@code step}, which may be negative. The monotonic clock does not notice. */
    public synchronized void stepWallClock(Duration step) {
        wallOffsetMillis += step.toMillis();
    }

    /** The number of waiting tasks. */
    public synchronized int pending() {
        queue.removeIf(FutureTask::isDone);
        return queue.size();
    }

    private synchronized @Nullable Task<?> pollUntil(long end) {
        Task<?> next = queue.peek();
        if (next == null || next.dueAfter > end) {
            return null;
        }
        queue.remove();
        elapsed = Math.max(elapsed, next.dueAfter);
        return next;
    }

    private synchronized void moveTo(long end) {
        elapsed = Math.max(elapsed, end);
    }

    private synchronized <T> Task<T> enqueue(Callable<T> work, long delay, long period, TimeUnit unit) {
        if (shutdown) {
            throw new RejectedExecutionException("The scheduler is shut down.");
        }
        long due = elapsed + Math.max(0, unit.toNanos(delay));
        Task<T> task = new Task<>(work, due, unit.toNanos(period), nextOrder++);
        queue.add(task);
        return task;
    }

    private synchronized void again(Task<?> task) {
        if (!shutdown) {
            task.dueAfter = task.period > 0 ? task.dueAfter + task.period : elapsed - task.period;
            task.order = nextOrder++;
            queue.add(task);
        }
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return enqueue(asCallable(command), delay, 0, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return enqueue(callable, delay, 0, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return enqueue(asCallable(command), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return enqueue(asCallable(command), initialDelay, -delay, unit);
    }

    private static Callable<@Nullable Object> asCallable(Runnable command) {
        return () -> {
            command.run();
            return null;
        };
    }

    @Override
    public synchronized void shutdown() {
        shutdown = true;
        queue.removeIf(task -> task.period != 0);
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> left = new ArrayList<>(queue);
        queue.clear();
        return left;
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public synchronized boolean isTerminated() {
        return shutdown && queue.isEmpty();
    }

    /** Passes through virtual time instead of waiting. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        advance(Duration.of(timeout, unit.toChronoUnit()));
        return isTerminated();
    }

    /** A waiting task; its deadline and order are guarded by the scheduler. */
    private final class Task<T> extends FutureTask<T> implements RunnableScheduledFuture<T> {
        private final long period;
        private long dueAfter;
        private long order;

        Task(Callable<T> work, long dueAfter, long period, long order) {
            super(work);
            this.dueAfter = dueAfter;
            this.period = period;
            this.order = order;
        }

        @Override
        public void run() {
            if (period == 0) {
                super.run();
            } else if (runAndReset()) {
                again(this);
            }
        }

        @Override
        public boolean isPeriodic() {
            return period != 0;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            synchronized (VirtualScheduler.this) {
                return unit.convert(dueAfter - elapsed, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}

package io.rollcall.mock.clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clocks. The only class that reads them. */
final class SystemClock implements RegistryClock {
    static final SystemClock INSTANCE = new SystemClock();

    private static final Logger LOG = System.getLogger(SystemClock.class.getName());
    private static final Duration LAST_RUN = Duration.ofSeconds(2);

    private SystemClock() {}

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public Repeating every(String name, Duration period, Runnable task) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(
                () -> guarded(name, task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        return () -> end(timer);
    }

    private static void guarded(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            LOG.log(Level.ERROR, name + " failed; it runs again after its period", failure);
        }
    }

    private static void end(ScheduledThreadPoolExecutor timer) {
        timer.shutdownNow();
        boolean interrupted = false;
        try {
            timer.awaitTermination(LAST_RUN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.rollcall.mock.clock;

import java.time.Duration;

/**
 * A registry's source of time: for leases, for the timestamps of registrations and for periodic tasks. Implementations
 * are threadsafe.
 *
 * @since 0.1
 */
public interface RegistryClock {

    /** Monotonic time in nanoseconds from an arbitrary origin. Leases are measured with this clock only. */
    long nanos();

    /** Wall time in milliseconds since the epoch. Shown, never compared. */
    long millis();

    /**
     * Runs a task periodically until the returned handle is closed. A task that throws runs again.
     *
     * @param name the name of the task's thread, if the clock needs one
     * @param period the time between two runs; the first is one period from now
     * @return ends the task: after {@code close()} no run begins, and the task's thread has ended
     */
    Repeating every(String name, Duration period, Runnable task);

    /** The clock of the running machine. */
    static RegistryClock system() {
        return SystemClock.INSTANCE;
    }

    /** A periodic task. */
    interface Repeating extends AutoCloseable {
        /** Ends the task; a run in progress may finish. Calling it again does nothing. */
        @Override
        void close();
    }
}

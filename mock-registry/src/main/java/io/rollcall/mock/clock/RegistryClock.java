package io.rollcall.mock.clock;

import java.time.Duration;

/**
 * Time for a registry: what it measures leases with, what it stamps registrations with and what its periodic tasks run
 * on. Implementations are safe for use by several threads.
 */
public interface RegistryClock {

    /** Monotonic time in nanoseconds from an arbitrary origin. Leases are measured with this one only. */
    long nanos();

    /** Wall time in milliseconds since the epoch. Only shown, never compared. */
    long millis();

    /**
     * Runs a task again and again until the returned handle is closed. A task that throws runs again.
     *
     * @param name what the thread is called if the clock needs one
     * @param period the time between two runs; the first is one period from now
     * @return ends the task: after {@code close()} it does not begin again, and the clock's thread is gone
     */
    Repeating every(String name, Duration period, Runnable task);

    /** The clock of the running machine. */
    static RegistryClock system() {
        return SystemClock.INSTANCE;
    }

    /** A periodic task. */
    interface Repeating extends AutoCloseable {
        /** Ends the task; a run that is under way may finish. Calling it again does nothing. */
        @Override
        void close();
    }
}

package io.rollcall.time;

/**
 * The clock that Rollcall reads. Leases, delays and latencies use {@link #nanoTime()}, which never steps;
 * {@link #currentTimeMillis()} is only for timestamps that people or other machines read.
 *
 * <p>Implementations are threadsafe.
 *
 * @since 0.1
 */
public interface TimeSource {

    /** A monotonic reading in nanoseconds. Only differences have a meaning. */
    long nanoTime();

    /** The wall clock, in milliseconds since the epoch. */
    long currentTimeMillis();

    /** The clock of this machine. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}

package io.rollcall.internal.health;

import java.util.concurrent.Executor;

/** Runs checks, and is informed of those that hang, so that they delay no others. Threadsafe. */
@FunctionalInterface
public interface HealthCheckExecutor extends Executor {

    /** There are {@code checks} more to run. */
    default void addChecks(int checks) {}

    /** There are {@code checks} fewer to run. */
    default void removeChecks(int checks) {}

    /** A run hangs, or is expected to: add a thread until {@link #releaseThread}. */
    default void reserveThread() {}

    /** A run that hung has ended. */
    default void releaseThread() {}
}

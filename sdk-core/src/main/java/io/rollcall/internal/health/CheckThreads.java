package io.rollcall.internal.health;

import java.util.concurrent.Executor;

/** What runs checks, and is told what it needs to know so that those that hang hold up no others. Threadsafe. */
@FunctionalInterface
public interface CheckThreads extends Executor {

    /** So many checks more will be run. */
    default void added(int checks) {}

    /** So many checks fewer will be. */
    default void removed(int checks) {}

    /** A run hangs, or is expected to: do without its thread until it {@linkplain #freed is free}. */
    default void hung() {}

    /** A run that was said to hang has ended. */
    default void freed() {}
}

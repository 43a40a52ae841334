package io.rollcall.registry;

/** A running watch. Threadsafe. */
public interface Watch extends AutoCloseable {

    /** Ends it. The listener hears nothing more once this has returned, but for a call that is under way. */
    @Override
    void close();
}

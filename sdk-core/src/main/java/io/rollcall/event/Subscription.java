package io.rollcall.event;

/**
 * A running subscription. Threadsafe.
 *
 * @since 0.1
 */
public interface Subscription extends AutoCloseable {

    /** Ends it. Nothing is delivered after this has returned, except by a delivery in progress. Has no effect twice. */
    @Override
    void close();
}

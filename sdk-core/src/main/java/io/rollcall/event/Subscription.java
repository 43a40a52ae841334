package io.rollcall.event;

/**
 * A running subscription to events. Threadsafe.
 *
 * @since 0.1
 */
public interface Subscription extends AutoCloseable {

    /** Ends the subscription. After it returns, only a delivery in progress may still finish. Idempotent. */
    @Override
    void close();
}

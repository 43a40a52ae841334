package io.rollcall.registry;

/**
 * A running watch of a {@link RegistryBackend}. Threadsafe.
 *
 * @since 0.1
 */
public interface Watch extends AutoCloseable {

    /** Ends the watch. Once this has returned, the listener is not called again, except by a call under way. */
    @Override
    void close();
}

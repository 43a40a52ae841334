package io.rollcall.registry;

import org.jspecify.annotations.Nullable;

/**
 * Receives what a registry pushes. Backends call it from one thread at a time; it does not block.
 *
 * @since 0.1
 */
public interface WatchListener {

    /** The current state of a service. It may be unchanged, and it may arrive late. */
    void changed(ServiceView view);

    /** The watch is connected: to be called when the connection is established and with each sign of life. */
    void alive();

    /**
     * The watch goes on, but the registry's name resolves to another address: a new watch should be opened beside it
     * and then replace it, so that no change is missed. May be called repeatedly. The default ignores it.
     */
    default void moved() {}

    /**
     * The watch has ended and will not restart by itself. Called once, and not after {@link Watch#close()}.
     *
     * @param cause the failure, or null if the registry ended the watch in good order
     */
    void ended(@Nullable RegistryException cause);
}

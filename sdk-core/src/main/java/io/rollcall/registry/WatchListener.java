package io.rollcall.registry;

import org.jspecify.annotations.Nullable;

/** Hears what a registry pushes. Called from one thread at a time; must not block. */
public interface WatchListener {

    /** A service as it is now. May repeat what is known; may come late. */
    void changed(ServiceView view);

    /** The connection stands: said when it is made and with each sign of life. */
    void alive();

    /**
     * The watch goes on, but what it is connected to is no longer the registry by its name: it is better replaced by a
     * new one, opened beside it so that nothing is missed. May be said again. The default leaves the watch as it is.
     */
    default void moved() {}

    /**
     * The watch is over, and will not begin again by itself. Said once; not said after {@link Watch#close()}.
     *
     * @param cause what went wrong, or null if the registry ended it in good order
     */
    void ended(@Nullable RegistryException cause);
}

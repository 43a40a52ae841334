package io.rollcall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a {@link Rollcall} when the JVM shuts down, unless it was closed before. Threadsafe. */
final class ShutdownHook {
    private static final Logger LOG = LoggerFactory.getLogger(Rollcall.class);

    private final Thread thread;

    private ShutdownHook(Runnable close) {
        this.thread = new Thread(close, "rollcall-shutdown");
    }

    /** Adds a hook that runs {@code close}. */
    static ShutdownHook add(Runnable close) {
        ShutdownHook hook = new ShutdownHook(close);
        try {
            Runtime.getRuntime().addShutdownHook(hook.thread);
        } catch (IllegalStateException e) {
            LOG.debug("The JVM is already shutting down.", e);
        }
        return hook;
    }

    /** Removes the hook. Call it after everything is closed: until then the JVM must wait. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            LOG.debug("The JVM is shutting down, and the hook is running.", e);
        }
    }
}

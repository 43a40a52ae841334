package io.rollcall.mock.internal.store;

/** Notified of each change, without any lock of the store, on the thread that made the change. */
@FunctionalInterface
public interface ChangeListener {
    /**
     * A service has a new revision.
     *
     * @param serviceName the service's name
     */
    void changed(String serviceName);
}

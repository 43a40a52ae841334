package io.rollcall.mock.internal.store;

/** Hears of changes, so that it can look. Called without any lock of the store, on the thread that made the change. */
@FunctionalInterface
public interface ChangeListener {
    /**
     * A service has a new revision.
     *
     * @param serviceName the service's name
     */
    void changed(String serviceName);
}

package io.rollcall.internal.registry.guard;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a watch's events, and reports to the circuit breaker: a success with the first sign of life, a failure if
 * the watch ends with an exception. Called by one thread at a time, as its listener is.
 */
final class WatchedEndpoint implements WatchListener {
    private final GuardedEndpoint endpoint;
    private final WatchListener listener;
    private final long startedNanos;
    private boolean connected;

    WatchedEndpoint(GuardedEndpoint endpoint, WatchListener listener, long startedNanos) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.startedNanos = startedNanos;
    }

    @Override
    public void changed(ServiceView view) {
        listener.changed(view);
    }

    @Override
    public void alive() {
        if (!connected) {
            connected = true;
            endpoint.succeeded(startedNanos);
        }
        listener.alive();
    }

    @Override
    public void moved() {
        listener.moved();
    }

    @Override
    public void ended(@Nullable RegistryException cause) {
        if (cause != null) {
            endpoint.failed(startedNanos, cause);
        }
        listener.ended(cause);
    }
}

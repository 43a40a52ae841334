package io.rollcall.internal.registry.guard;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a watch says, and tells the breaker how the endpoint does: well with the first sign of life, badly if
 * the watch breaks. Called by one thread at a time, as its listener is.
 */
final class WatchedEndpoint implements WatchListener {
    private final GuardedEndpoint endpoint;
    private final WatchListener listener;
    private final long begin;
    private boolean connected;

    WatchedEndpoint(GuardedEndpoint endpoint, WatchListener listener, long begin) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.begin = begin;
    }

    @Override
    public void changed(ServiceView view) {
        listener.changed(view);
    }

    @Override
    public void alive() {
        if (!connected) {
            connected = true;
            endpoint.succeeded(begin);
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
            endpoint.failed(begin, cause);
        }
        listener.ended(cause);
    }
}

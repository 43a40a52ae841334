package io.rollcall.internal.registry.guard;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.WatchListener;
import org.jspecify.annotations.Nullable;

/** Ignores all events. */
final class NoOpListener implements WatchListener {
    @Override
    public void changed(ServiceView view) {}

    @Override
    public void alive() {}

    @Override
    public void ended(@Nullable RegistryException cause) {}
}

package io.rollcall.cli;

import io.rollcall.DiscoveredService;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.RegistryException;
import java.util.concurrent.CompletionException;

/** The first snapshot of a service, for commands that need one. */
final class Lookup {
    private Lookup() {}

    /**
     * The instances in the registry.
     *
     * @throws RegistryException if the registry cannot be read
     */
    static ServiceSnapshot of(DiscoveredService service) {
        try {
            return service.ready().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * The same, for a command that needs at least one instance.
     *
     * @throws CommandFailedException if there is none
     */
    static ServiceSnapshot notEmpty(DiscoveredService service, RegistryOption registry) {
        ServiceSnapshot snapshot = of(service);
        if (snapshot.instances().isEmpty()) {
            throw new CommandFailedException("service: \"" + service.name() + "\" has no instance at " + registry
                    + " (next step: rollcall services lists the known ones)");
        }
        return snapshot;
    }
}

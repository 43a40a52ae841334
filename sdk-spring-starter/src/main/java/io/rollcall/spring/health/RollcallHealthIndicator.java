package io.rollcall.spring.health;

import io.rollcall.Rollcall;
import io.rollcall.registration.Registration;
import io.rollcall.registry.RegistryException;
import io.rollcall.spring.RollcallRegistration;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports whether this application is registered and the registry responds. A registry that is down makes the status
 * UNKNOWN, never DOWN: this application still serves, and calls others from its snapshots.
 *
 * <p>If the application is registered, its heartbeats show whether the registry responds, and no request is made;
 * otherwise each check lists the registry's services.
 */
final class RollcallHealthIndicator extends AbstractHealthIndicator {
    private final Rollcall rollcall;
    private final Optional<RollcallRegistration> registration;

    RollcallHealthIndicator(Rollcall rollcall, Optional<RollcallRegistration> registration) {
        super("The state of the registration cannot be read");
        this.rollcall = rollcall;
        this.registration = registration;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        registration
                .flatMap(RollcallRegistration::current)
                .ifPresentOrElse(known -> registered(known, health), () -> unregistered(health));
    }

    private static void registered(Registration known, Health.Builder health) {
        health.status(status(known.state()))
                .withDetail("registration", known.state().name())
                .withDetail("service", known.instance().service())
                .withDetail("instance", known.instance().id());
        known.lastError()
                .ifPresentOrElse(error -> unreachable(error, health), () -> health.withDetail("registry", "reachable"));
    }

    private static Status status(Registration.State state) {
        return switch (state) {
            case REGISTERED -> Status.UP;
            case REGISTERING, LOST -> Status.UNKNOWN;
            case DRAINING, CLOSED, ABANDONED, SUPERSEDED -> Status.OUT_OF_SERVICE;
        };
    }

    private void unregistered(Health.Builder health) {
        health.withDetail("registration", "none");
        try {
            health.up().withDetail("services", rollcall.services().size()).withDetail("registry", "reachable");
        } catch (RegistryException e) {
            unreachable(e, health.unknown());
        }
    }

    private static void unreachable(RegistryException error, Health.Builder health) {
        health.withDetail("registry", String.valueOf(error.getMessage()));
    }
}

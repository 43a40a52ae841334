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
 * Whether this application is registered and the registry answers. A registry that is down makes the status UNKNOWN,
 * never DOWN: this application still serves, and calls others by what it knows of them.
 *
 * <p>Where the application is registered, its heartbeats show whether the registry answers and nothing is asked; where
 * it is not, the registry is asked for its services each time.
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
                .ifPresentOrElse(known -> registered(known, health), () -> asked(health));
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

    private void asked(Health.Builder health) {
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

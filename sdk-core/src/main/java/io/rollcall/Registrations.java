package io.rollcall;

import io.rollcall.event.RegistrationAddedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.health.HealthCheck;
import io.rollcall.internal.health.HealthCheckExecutor;
import io.rollcall.internal.health.HealthConfig;
import io.rollcall.internal.health.HealthMonitor;
import io.rollcall.internal.health.NamedChecks;
import io.rollcall.internal.lease.LeaseLoop;
import io.rollcall.internal.lease.Registrar;
import io.rollcall.internal.probe.ProbeTarget;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.registration.RegistrationOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The registrations of a process, and the health checks that all of them share. Threadsafe.
 *
 * <p>Closing it closes all registrations before the checks, which decide the status until then.
 */
final class Registrations implements ProbeTarget, AutoCloseable {
    private final Registrar registrar;
    private final Map<String, HealthCheck> checks;
    private final HealthConfig config;
    private final ScheduledExecutorService scheduler;
    private final HealthCheckExecutor threads;
    private final HealthMonitor health;
    private final RollcallListener listener;

    /**
     * Not started yet.
     *
     * @param checks the checks of the process
     * @param config for the checks of the process and of single registrations
     * @param scheduler starts checks; nothing on it blocks
     * @param threads runs checks
     */
    Registrations(
            Registrar registrar,
            Map<String, HealthCheck> checks,
            HealthConfig config,
            ScheduledExecutorService scheduler,
            HealthCheckExecutor threads,
            RollcallListener listener) {
        this.registrar = registrar;
        this.checks = checks;
        this.config = config;
        this.scheduler = scheduler;
        this.threads = threads;
        this.health = monitor("this process", checks);
        this.listener = listener;
    }

    private HealthMonitor monitor(String owner, Map<String, HealthCheck> monitored) {
        return new HealthMonitor(owner, monitored, config, scheduler, threads);
    }

    /** Starts the process's checks. */
    void start() {
        health.start(registrar::healthChanged);
    }

    Registration register(ServiceInstance instance, RegistrationOptions options) {
        Map<String, HealthCheck> ownChecks = options.healthChecks();
        ownChecks.keySet().stream().filter(checks::containsKey).findFirst().ifPresent(name -> {
            throw NamedChecks.taken(name);
        });
        ServiceInstance complete = registrar.complete(instance);
        HealthMonitor own = monitor(complete.service() + "/" + complete.id(), ownChecks);
        LeaseLoop added = registrar.register(complete, () -> health.health().and(own.health()));
        own.start(added::healthChanged);
        added.whenOver().thenRun(own::close);
        listener.onRegistrationAdded(new RegistrationAddedEvent(added));
        return added;
    }

    @Override
    public List<Registration> registrations() {
        return List.copyOf(registrar.registrations());
    }

    @Override
    public CompletionStage<Boolean> drain() {
        return registrar.drain();
    }

    @Override
    public void close() {
        registrar.close();
        health.close();
    }
}

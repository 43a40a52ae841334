package io.rollcall;

import io.rollcall.health.HealthCheck;
import io.rollcall.health.monitor.CheckThreads;
import io.rollcall.health.monitor.HealthMonitor;
import io.rollcall.health.monitor.HealthTerms;
import io.rollcall.model.ServiceInstance;
import io.rollcall.probe.Probed;
import io.rollcall.registration.LeaseLoop;
import io.rollcall.registration.Registrar;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * What a process registers, and the checks that all of it depends on. Threadsafe.
 *
 * <p>Closing it closes all registrations first: until they are over, the checks decide their status.
 */
final class Registrations implements Probed, AutoCloseable {
    private final Registrar<KeptRegistration> registrar;
    private final Map<String, HealthCheck> checks;
    private final HealthTerms terms;
    private final ScheduledExecutorService scheduler;
    private final CheckThreads threads;
    private final HealthMonitor health;
    private final SdkListener listener;

    /**
     * Not begun yet.
     *
     * @param checks those of the process
     * @param terms for the process's checks and for those of single registrations
     * @param scheduler begins checks; nothing on it blocks
     * @param threads runs checks
     */
    Registrations(
            Registrar<KeptRegistration> registrar,
            Map<String, HealthCheck> checks,
            HealthTerms terms,
            ScheduledExecutorService scheduler,
            CheckThreads threads,
            SdkListener listener) {
        this.registrar = registrar;
        this.checks = checks;
        this.terms = terms;
        this.scheduler = scheduler;
        this.threads = threads;
        this.health = monitor("this process", checks);
        this.listener = listener;
    }

    private HealthMonitor monitor(String of, Map<String, HealthCheck> those) {
        return new HealthMonitor(of, those, terms, scheduler, threads);
    }

    /** Begins the process's checks. */
    void open() {
        health.start(registrar::healthChanged);
    }

    KeptRegistration register(ServiceInstance instance, Consumer<RegistrationTerms> own) {
        RegistrationTerms its = new RegistrationTerms();
        own.accept(its);
        Map<String, HealthCheck> ownChecks = its.checks.byName();
        ownChecks.keySet().stream().filter(checks::containsKey).findFirst().ifPresent(name -> {
            throw NamedChecks.taken(name);
        });
        KeptRegistration added = registrar.register(instance, lease -> kept(lease, ownChecks));
        added.beginChecks();
        listener.registrationAdded(added);
        return added;
    }

    private KeptRegistration kept(LeaseLoop<KeptRegistration> lease, Map<String, HealthCheck> ownChecks) {
        ServiceInstance instance = lease.instance();
        HealthMonitor own = monitor(instance.service() + "/" + instance.id(), ownChecks);
        return new KeptRegistration(lease, health, own, listener);
    }

    List<Registration> all() {
        return List.copyOf(registrar.registrants());
    }

    @Override
    public List<Registered> registered() {
        return registrar.registrants().stream().map(KeptRegistration::asProbed).toList();
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

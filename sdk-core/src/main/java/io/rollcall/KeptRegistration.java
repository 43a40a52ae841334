package io.rollcall;

import io.rollcall.health.monitor.Health;
import io.rollcall.health.monitor.HealthMonitor;
import io.rollcall.model.ServiceInstance;
import io.rollcall.probe.Probed.Registered;
import io.rollcall.registration.LeaseLoop;
import io.rollcall.registration.Registrant;
import io.rollcall.registration.Standing;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A registration: the lease that is kept for it, and the checks that it needs to be UP, which are the process's and its
 * own. Threadsafe, as its parts are.
 */
final class KeptRegistration implements Registration, Registrant {
    private final LeaseLoop<KeptRegistration> lease;
    private final HealthMonitor processHealth;
    private final HealthMonitor ownHealth;
    private final SdkListener listener;

    KeptRegistration(
            LeaseLoop<KeptRegistration> lease,
            HealthMonitor processHealth,
            HealthMonitor ownHealth,
            SdkListener listener) {
        this.lease = lease;
        this.processHealth = processHealth;
        this.ownHealth = ownHealth;
        this.listener = listener;
    }

    /** Begins its own checks, which run until its lease is over. */
    void beginChecks() {
        ownHealth.start(lease::judge);
        lease.whenOver().thenRun(ownHealth::close);
    }

    @Override
    public Health health() {
        return processHealth.health().and(ownHealth.health());
    }

    @Override
    public void moved(Standing before, Standing after) {
        listener.registrationChanged(this, State.of(before), State.of(after));
    }

    @Override
    public void judged(Health health) {
        listener.healthChanged(this, health.isUp(), health.reason());
    }

    /** As the probes see it. */
    Registered asProbed() {
        String problem = lastError().map(RegistryException::getMessage).orElseGet(() -> health().reason());
        return new Registered(instance(), state().name(), isUp(), problem);
    }

    @Override
    public ServiceInstance instance() {
        return lease.instance();
    }

    @Override
    public State state() {
        return State.of(lease.standing());
    }

    @Override
    public boolean isUp() {
        return lease.isUp();
    }

    @Override
    public Optional<RegistryException> lastError() {
        return lease.lastError();
    }

    @Override
    public void awaitUp(Duration timeout) {
        lease.awaitUp(timeout);
    }

    @Override
    public void update(UnaryOperator<ServiceInstance.Builder> change) {
        lease.update(change);
    }

    @Override
    public void close() {
        lease.close();
    }

    @Override
    public String toString() {
        return lease.toString();
    }
}

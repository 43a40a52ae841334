package io.rollcall.internal.lease;

import io.rollcall.internal.health.Health;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.testing.ScriptedRegistry;
import io.rollcall.testing.VirtualScheduler;
import io.rollcall.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A registrar and a scripted registry on virtual time. Calls to the registry run on the thread that moves time. */
class OnVirtualTime {
    final VirtualScheduler time = new VirtualScheduler();
    final ScriptedRegistry registry = new ScriptedRegistry(time);
    final Registrar<Hearing> registrar;
    final List<String> heard = new ArrayList<>();
    Executor blocking = Runnable::run;
    /** Done whenever the registrar reads its clock. */
    Runnable onClock = () -> {};

    /** Done by a listener that hears of another state. */
    Runnable onNews = () -> {};

    Health health = Health.UNCHECKED;

    OnVirtualTime() {
        this(RegistrationConfig.defaults());
    }

    private OnVirtualTime(RegistrationConfig config) {
        registrar = Registrar.create(
                registry,
                time,
                task -> blocking.execute(task),
                new Clock(),
                Randomness.seeded(7),
                () -> "192.0.2.7",
                config);
    }

    static OnVirtualTime with(RegistrationConfig config) {
        return new OnVirtualTime(config);
    }

    LeaseLoop<?> register(ServiceInstance instance) {
        return registrar.register(instance, Hearing::new).lease;
    }

    static ServiceInstance orders() {
        return ServiceInstance.named("orders")
                .id("o-1")
                .host("10.0.0.1")
                .port(8080)
                .build();
    }

    static void status(LeaseLoop<?> lease, InstanceStatus status) {
        lease.update(instance -> instance.status(status));
    }

    private final class Clock implements TimeSource {

        @Override
        public long nanoTime() {
            onClock.run();
            return time.nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return time.currentTimeMillis();
        }
    }

    /** Whom instances are registered for here: notes what it is told. */
    final class Hearing implements Registrant {
        final LeaseLoop<Hearing> lease;

        Hearing(LeaseLoop<Hearing> lease) {
            this.lease = lease;
        }

        @Override
        public Health health() {
            return health;
        }

        @Override
        public void moved(Standing before, Standing now) {
            heard.add(before + " → " + now);
            onNews.run();
        }

        @Override
        public void judged(Health found) {
            heard.add(found.isUp() ? "healthy" : "unhealthy: " + found.reason());
        }
    }
}

package io.rollcall.internal.lease;

import io.rollcall.event.HealthChangedEvent;
import io.rollcall.event.HeartbeatOverdueEvent;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.internal.SdkRuntime;
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
    final Registrar registrar;
    final List<String> events = new ArrayList<>();
    final List<HeartbeatOverdueEvent> overdue = new ArrayList<>();
    Executor blocking = Runnable::run;
    /** Runs whenever the registrar reads its clock. */
    Runnable onClock = () -> {};

    /** Runs when a listener receives a state change. */
    Runnable onEvent = () -> {};

    Health health = Health.UNCHECKED;

    OnVirtualTime() {
        this(RegistrationConfig.defaults());
    }

    private OnVirtualTime(RegistrationConfig config) {
        registrar = new Registrar(
                registry,
                new SdkRuntime(new Clock(), Randomness.seeded(7), time, task -> blocking.execute(task), Runnable::run),
                config,
                () -> "192.0.2.7",
                new Recording());
    }

    static OnVirtualTime with(RegistrationConfig config) {
        return new OnVirtualTime(config);
    }

    LeaseLoop register(ServiceInstance instance) {
        return registrar.register(registrar.complete(instance), () -> health);
    }

    static ServiceInstance orders() {
        return ServiceInstance.named("orders")
                .id("o-1")
                .host("10.0.0.1")
                .port(8080)
                .build();
    }

    static void status(LeaseLoop lease, InstanceStatus status) {
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

    private final class Recording implements RollcallListener {

        @Override
        public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
            events.add(event.before() + " → " + event.after());
            onEvent.run();
        }

        @Override
        public void onHealthChanged(HealthChangedEvent event) {
            events.add(event.healthy() ? "healthy" : "unhealthy: " + event.reason());
        }

        @Override
        public void onHeartbeatOverdue(HeartbeatOverdueEvent event) {
            overdue.add(event);
        }
    }
}

package io.rollcall.registration;

import io.rollcall.Registration;
import io.rollcall.SdkListener;
import io.rollcall.health.Health;
import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.model.ServiceInstance;
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
        OwnProcess process = new OwnProcess(() -> "192.0.2.7", () -> health, new Hearing());
        registrar = Registrar.create(
                registry, time, task -> blocking.execute(task), new Clock(), Randomness.seeded(7), process, config);
    }

    static OnVirtualTime with(RegistrationConfig config) {
        return new OnVirtualTime(config);
    }

    LeaseLoop register(ServiceInstance instance) {
        return (LeaseLoop) registrar.register(instance);
    }

    static ServiceInstance orders() {
        return ServiceInstance.named("orders")
                .id("o-1")
                .host("10.0.0.1")
                .port(8080)
                .build();
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

    private final class Hearing implements SdkListener {

        @Override
        public void registrationChanged(Registration registration, Registration.State before, Registration.State now) {
            heard.add(before + " → " + now);
            onNews.run();
        }

        @Override
        public void healthChanged(Registration registration, boolean healthy, String reason) {
            heard.add(healthy ? "healthy" : "unhealthy: " + reason);
        }
    }
}

package io.rollcall.registration;

import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.ScriptedRegistry;
import io.rollcall.testing.VirtualScheduler;
import java.util.concurrent.Executor;

/** A registrar and a scripted registry on virtual time. Calls to the registry run on the thread that moves time. */
class OnVirtualTime {
    final VirtualScheduler time = new VirtualScheduler();
    final ScriptedRegistry registry = new ScriptedRegistry(time);
    final Registrar registrar;
    Executor blocking = Runnable::run;

    OnVirtualTime() {
        this(RegistrationConfig.defaults());
    }

    private OnVirtualTime(RegistrationConfig config) {
        registrar = Registrar.create(
                registry, time, task -> blocking.execute(task), time, Randomness.seeded(7), () -> "192.0.2.7", config);
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
}

package io.rollcall.probe;

import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the probes ask of a process. Threadsafe. */
public interface Probed {

    /**
     * An instance that this process registers.
     *
     * @param instance what the registry is to hold
     * @param state where its registration stands
     * @param isUp whether callers get it
     * @param problem the registry's last error, or what its health checks found; empty if there is neither
     */
    record Registered(ServiceInstance instance, String state, boolean isUp, String problem) {}

    /** What it registers, without what is over. */
    List<Registered> registered();

    /** Takes all registrations out of traffic; false if the registry did not acknowledge it in time. */
    CompletionStage<Boolean> drain();
}

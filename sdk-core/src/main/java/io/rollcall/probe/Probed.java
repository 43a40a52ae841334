package io.rollcall.probe;

import io.rollcall.Registration;
import io.rollcall.health.Health;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the probes ask of a process. Threadsafe. */
public interface Probed {

    /** Its registrations that are not over. */
    List<Registration> registrations();

    /** What its health checks say. */
    Health health();

    /** Takes all registrations out of traffic; false if the registry did not acknowledge it in time. */
    CompletionStage<Boolean> drain();
}

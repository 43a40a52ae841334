package io.rollcall.internal.probe;

import io.rollcall.registration.Registration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The process that the probes report on. Threadsafe. */
public interface ProbeTarget {

    /** Its registrations that have not ended. */
    List<Registration> registrations();

    /** Drains all registrations; completes with false if the registry did not acknowledge it in time. */
    CompletionStage<Boolean> drain();
}

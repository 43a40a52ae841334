package io.rollcall.event;

import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;

/**
 * One attempt of a balanced call.
 *
 * @param instance where it went
 * @param kind why it was made
 * @param outcome what came of it
 * @param took until the first byte of the response, or until it failed
 */
public record CallAttemptEvent(ServiceInstance instance, Kind kind, Outcome outcome, Duration took) {

    /** Why an attempt is made. */
    public enum Kind {
        /** The call's first. */
        FIRST,
        /** An earlier attempt failed. */
        RETRY,
        /** An earlier attempt takes long; the first answer counts. */
        HEDGE
    }
}

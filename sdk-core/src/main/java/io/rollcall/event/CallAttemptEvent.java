package io.rollcall.event;

import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;

/**
 * One attempt of a balanced call ended.
 *
 * @param instance the instance that was called
 * @param kind the reason for the attempt
 * @param outcome the result
 * @param took the time until the first byte of the response, or until the failure
 * @since 0.1
 */
public record CallAttemptEvent(ServiceInstance instance, Kind kind, Outcome outcome, Duration took) {

    /** The reason for an attempt. */
    public enum Kind {
        /** The call's first attempt. */
        FIRST,
        /** An earlier attempt failed. */
        RETRY,
        /** An earlier attempt takes long; the first response counts. */
        HEDGE
    }
}

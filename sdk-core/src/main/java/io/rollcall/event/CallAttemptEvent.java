package io.rollcall.event;

import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;

/**
 * One attempt of a balanced call ended. Use it to log or count single attempts, such as retries and hedges; outcomes
 * per instance are in {@link io.rollcall.loadbalancer.event.LoadBalancerListener#onFinished}.
 *
 * <pre>{@code
 * public void onCallAttempt(CallAttemptEvent event) {
 *     if (event.kind() == CallAttemptEvent.Kind.RETRY) {
 *         retries.increment();
 *     }
 * }
 * }</pre>
 *
 * @param instance the instance called
 * @param kind why the attempt was made
 * @param outcome how it ended
 * @param took the time until the response began, or until the attempt failed
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

package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.model.Outcome;
import java.util.function.Predicate;

/** Why an instance is ejected, and whether a policy ejects for it at all. */
enum EjectionCause {
    SERVER_ERRORS(detection -> detection.consecutiveFailures() > 0),
    GATEWAY_ERRORS(detection -> detection.consecutiveGatewayFailures() > 0 || detection.consecutiveFailures() > 0),
    CONNECTION_ERRORS(detection -> detection.consecutiveConnectionFailures() > 0
            || detection.consecutiveGatewayFailures() > 0
            || detection.consecutiveFailures() > 0),
    SUCCESS_RATE(detection -> detection.successRateDeviations() > 0),
    FAILURE_SHARE(detection -> detection.failureShare() > 0),
    /** The client that makes the calls asked for it. */
    CLIENT(detection -> true);

    private final Predicate<OutlierDetection> on;

    EjectionCause(Predicate<OutlierDetection> on) {
        this.on = on;
    }

    /** The cause of a streak that ends with {@code outcome}. */
    static EjectionCause of(Outcome outcome) {
        return switch (outcome) {
            case CONNECTION_ERROR -> CONNECTION_ERRORS;
            case SERVER_ERROR -> SERVER_ERRORS;
            default -> GATEWAY_ERRORS;
        };
    }

    boolean isOn(OutlierDetection detection) {
        return on.test(detection);
    }
}

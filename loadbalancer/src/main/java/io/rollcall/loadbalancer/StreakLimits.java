package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.OutlierDetection;

/** After how many failures in a row an instance is ejected; 0 for never. */
record StreakLimits(int failures, int gateway, int connection) {

    static StreakLimits of(OutlierDetection detection) {
        return new StreakLimits(
                detection.consecutiveFailures(),
                detection.consecutiveGatewayFailures(),
                detection.consecutiveConnectionFailures());
    }
}

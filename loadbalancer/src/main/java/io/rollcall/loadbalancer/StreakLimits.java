package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.OutlierDetection;

/** From how many failures in a row an instance is taken out; 0 for never. */
record StreakLimits(int failures, int gateway, int connection) {

    static StreakLimits of(OutlierDetection rules) {
        return new StreakLimits(
                rules.consecutiveFailures(), rules.consecutiveGatewayFailures(), rules.consecutiveConnectionFailures());
    }
}

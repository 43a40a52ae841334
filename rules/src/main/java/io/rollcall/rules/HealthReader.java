package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;

/** Reads when failing instances are ejected, and how they return. */
final class HealthReader {
    private static final int MAX = 1_000_000;

    private HealthReader() {}

    static void outlierDetection(Value value, ServicePolicy.Builder policy) {
        if (value.isText("off")) {
            policy.outlierDetection(OutlierDetection.off());
            return;
        }
        OutlierDetection.Builder detection = OutlierDetection.builder();
        int before = value.problems().count();
        value.fields(fields -> fields.read(
                        "consecutiveFailures", v -> v.integer(0, MAX, detection::consecutiveFailures))
                .read("consecutiveGatewayFailures", v -> v.integer(0, MAX, detection::consecutiveGatewayFailures))
                .read("consecutiveConnectionFailures", v -> v.integer(0, MAX, detection::consecutiveConnectionFailures))
                .read("successRateDeviations", v -> v.number(detection::successRateDeviations))
                .read("successRateMinRequests", v -> v.integer(1, MAX, detection::successRateMinRequests))
                .read("failureShare", v -> v.share(detection::failureShare))
                .read("failureShareMinRequests", v -> v.integer(1, MAX, detection::failureShareMinRequests))
                .read("minInstances", v -> v.integer(1, MAX, detection::minInstances))
                .read("interval", v -> v.duration(detection::interval))
                .read("baseEjection", v -> v.duration(detection::baseEjection))
                .read("maxEjection", v -> v.duration(detection::maxEjection))
                .read("maxEjected", v -> v.share(detection::maxEjected)));
        if (value.problems().count() == before) {
            value.take(() -> policy.outlierDetection(detection.build()));
        }
    }

    static void slowStart(Value value, ServicePolicy.Builder policy) {
        if (value.isText("off")) {
            policy.slowStart(SlowStart.off());
        } else if (value.isText()) {
            value.duration(window -> policy.slowStart(SlowStart.over(window)));
        } else {
            ramp(value, policy);
        }
    }

    private static void ramp(Value value, ServicePolicy.Builder policy) {
        SlowStart.Builder slowStart = SlowStart.builder();
        value.fields(fields -> fields.need("window", v -> v.duration(slowStart::window))
                .read("aggression", v -> v.number(slowStart::aggression))
                .read("minShare", v -> v.share(slowStart::minShare)));
        policy.slowStart(slowStart.build());
    }
}

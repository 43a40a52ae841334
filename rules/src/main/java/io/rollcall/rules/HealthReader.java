package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;

/** Reads when instances that fail are taken out, and how they come back. */
final class HealthReader {
    private static final int MAX = 1_000_000;

    private HealthReader() {}

    static void outlierDetection(Value value, ServicePolicy.Builder policy) {
        if (value.isText("off")) {
            policy.outlierDetection(OutlierDetection.off());
            return;
        }
        OutlierDetection.Builder rules = OutlierDetection.builder();
        int before = value.problems().count();
        value.fields(fields -> fields.read("consecutiveFailures", v -> v.integer(0, MAX, rules::consecutiveFailures))
                .read("consecutiveGatewayFailures", v -> v.integer(0, MAX, rules::consecutiveGatewayFailures))
                .read("consecutiveConnectionFailures", v -> v.integer(0, MAX, rules::consecutiveConnectionFailures))
                .read("successRateDeviations", v -> v.number(rules::successRateDeviations))
                .read("successRateMinRequests", v -> v.integer(1, MAX, rules::successRateMinRequests))
                .read("failureShare", v -> v.share(rules::failureShare))
                .read("failureShareMinRequests", v -> v.integer(1, MAX, rules::failureShareMinRequests))
                .read("minInstances", v -> v.integer(1, MAX, rules::minInstances))
                .read("interval", v -> v.duration(rules::interval))
                .read("baseEjection", v -> v.duration(rules::baseEjection))
                .read("maxEjection", v -> v.duration(rules::maxEjection))
                .read("maxEjected", v -> v.share(rules::maxEjected)));
        if (value.problems().count() == before) {
            value.take(() -> policy.outlierDetection(rules.build()));
        }
    }

    static void slowStart(Value value, ServicePolicy.Builder policy) {
        if (value.isText("off")) {
            policy.slowStart(SlowStart.OFF);
        } else if (value.isText()) {
            value.duration(window -> policy.slowStart(SlowStart.over(window)));
        } else {
            ramp(value, policy);
        }
    }

    /** One value after the other, so that each is refused where it stands. */
    private static void ramp(Value value, ServicePolicy.Builder policy) {
        SlowStart[] start = {SlowStart.OFF};
        value.fields(fields -> fields.need("window", v -> v.duration(d -> start[0] = SlowStart.over(d)))
                .read(
                        "aggression",
                        v -> v.number(a -> start[0] = new SlowStart(start[0].window(), a, start[0].minShare())))
                .read(
                        "minShare",
                        v -> v.share(s -> start[0] = new SlowStart(start[0].window(), start[0].aggression(), s))));
        policy.slowStart(start[0]);
    }
}

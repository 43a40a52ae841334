package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads a trafficPolicy: warm-up, locality and outlier detection; the strategy is {@link IstioStrategy}'s. */
final class IstioTraffic {
    private static final int MAX = 1_000_000;
    private static final Duration LONGEST_EJECTION = Duration.ofMinutes(5);
    private static final String CONNECTIONS = "connections are the HTTP client's; set them there and remove it";

    private final CallerIdentity caller;

    IstioTraffic(CallerIdentity caller) {
        this.caller = caller;
    }

    void read(Fields policy, ServicePolicy.Builder to) {
        policy.read("loadBalancer", value -> value.fields(fields -> loadBalancer(fields, to)))
                .read("outlierDetection", value -> outlierDetection(value, to))
                .refuse("connectionPool", CONNECTIONS)
                .refuse("tls", CONNECTIONS)
                .refuse("tunnel", CONNECTIONS)
                .refuse("proxyProtocol", CONNECTIONS)
                .refuse("retryBudget", "its concurrency has no equal here; use retry.budget of Rollcall's own format")
                .refuse("portLevelSettings", "a service has one policy, whatever the port; move them up");
    }

    private void loadBalancer(Fields fields, ServicePolicy.Builder to) {
        IstioStrategy.read(fields, to);
        fields.read("warmupDurationSecs", v -> v.duration(window -> to.slowStart(SlowStart.over(window))))
                .read("warmup", v -> v.fields(warmup -> warmup(warmup, to)))
                .read("localityLbSetting", v -> v.fields(locality -> locality(locality, to)));
    }

    private static void warmup(Fields warmup, ServicePolicy.Builder to) {
        SlowStart.Builder slowStart = SlowStart.builder();
        warmup.need("duration", v -> v.duration(slowStart::window))
                .read("aggression", v -> v.number(slowStart::aggression))
                .read("minimumPercent", v -> v.integer(0, 100, p -> slowStart.minShare(p / 100.0)));
        to.slowStart(slowStart.build());
    }

    private void locality(Fields setting, ServicePolicy.Builder to) {
        boolean[] enabled = {true};
        List<String> order = new ArrayList<>();
        setting.refuse("distribute", "shares of zones follow from their capacity; remove it")
                .read("enabled", v -> v.flag(flag -> enabled[0] = flag))
                .read("failover", v -> v.items(100, rule -> rule.fields(fields -> failover(fields, order))))
                .read("failoverPriority", v -> v.items(100, IstioTraffic::onlyZones));
        String zone = caller.zone();
        if (enabled[0] && zone == null) {
            setting.owner()
                    .problem(
                            "needs the caller's zone (expected: a document that is loaded for a CallerIdentity.in(zone))");
        } else if (enabled[0] && zone != null) {
            to.locality(l -> l.zone(zone).minInstances(0).fallback(order));
        }
    }

    private void failover(Fields fields, List<String> order) {
        List<String> from = new ArrayList<>();
        fields.need("from", v -> v.text(from::add))
                .need(
                        "to",
                        v -> v.text(to -> {
                            if (from.contains(caller.zone())) {
                                order.add(to);
                            }
                        }));
    }

    /** A locality prefers the caller's zone; an order by other labels is not supported. */
    private static void onlyZones(Value label) {
        if (!label.isText("topology.kubernetes.io/zone")) {
            label.expected("topology.kubernetes.io/zone; an order by other labels is not supported");
        }
    }

    /** Defaults are as in Istio: five failures in a row, no rates. */
    private static void outlierDetection(Value value, ServicePolicy.Builder to) {
        OutlierDetection.Builder detection = OutlierDetection.builder()
                .successRateDeviations(0)
                .failureShare(0)
                .consecutiveConnectionFailures(0);
        value.fields(fields -> {
            fields.refuse("consecutiveErrors", "Istio removed it; use consecutive5xxErrors")
                    .read(
                            "splitExternalLocalOriginErrors",
                            v -> v.flag(split -> detection.consecutiveConnectionFailures(split ? 5 : 0)))
                    .read(
                            "consecutiveLocalOriginFailures",
                            v -> v.integer(0, MAX, detection::consecutiveConnectionFailures))
                    .read("consecutive5xxErrors", v -> v.integer(0, MAX, detection::consecutiveFailures))
                    .read("consecutiveGatewayErrors", v -> v.integer(0, MAX, detection::consecutiveGatewayFailures))
                    .read("interval", v -> v.duration(detection::interval))
                    .read(
                            "baseEjectionTime",
                            v -> v.duration(
                                    time -> detection.baseEjection(time).maxEjection(longer(time, LONGEST_EJECTION))))
                    .read("maxEjectionPercent", v -> v.integer(0, 100, p -> detection.maxEjected(p / 100.0)))
                    .read("minHealthPercent", v -> v.integer(0, 100, p -> to.panicThreshold(p / 100.0)));
        });
        to.outlierDetection(detection.build());
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}

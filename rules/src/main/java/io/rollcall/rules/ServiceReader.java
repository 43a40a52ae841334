package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the policy of one service. */
final class ServiceReader {
    private static final int MAX_ROUTES = 200;
    private static final int MAX_SUBSETS = 100;
    private static final int MAX_ZONES = 100;
    private static final int MAX_INSTANCES = 1_000_000;

    private final CallerIdentity caller;

    ServiceReader(CallerIdentity caller) {
        this.caller = caller;
    }

    /** The policy; incomplete if there is a problem. */
    ServicePolicy read(Value service) {
        ServicePolicy.Builder policy = ServicePolicy.builder();
        service.fields(fields -> fields.read("strategy", v -> StrategyReader.read(v, policy::strategy))
                .read("hashKey", v -> v.text(name -> policy.hashKey(AttributeName.of(name))))
                .read("require", v -> v.oneOrMore(MAX_SUBSETS, s -> SubsetReader.read(s, policy::require)))
                .read("prefer", v -> v.oneOrMore(MAX_SUBSETS, s -> SubsetReader.read(s, policy::prefer)))
                .read("routes", v -> v.items(MAX_ROUTES, r -> RouteReader.read(r, policy::route)))
                .read("outlierDetection", v -> HealthReader.outlierDetection(v, policy))
                .read("panicThreshold", v -> v.share(policy::panicThreshold))
                .read("drainingAsLastResort", v -> v.flag(policy::drainingAsLastResort))
                .read("slowStart", v -> HealthReader.slowStart(v, policy))
                .read("locality", v -> locality(v, policy))
                .read("fleetSubset", v -> fleetSubset(v, policy))
                .read("retry", v -> RetryReader.retry(v, policy))
                .read("hedging", v -> RetryReader.hedging(v, policy)));
        return policy.build();
    }

    private void locality(Value value, ServicePolicy.Builder policy) {
        value.fields(fields -> {
            Locality.Builder locality = Locality.builder();
            List<String> order = new ArrayList<>();
            fields.read("fallback", v -> v.items(MAX_ZONES, zone -> zone.text(order::add)))
                    .read("minInstances", v -> v.integer(0, MAX_INSTANCES, locality::minInstances));
            String zone = named(fields, "zone", caller.zone(), "CallerIdentity.in(zone)");
            if (zone != null) {
                policy.locality(locality.zone(zone).fallback(order).build());
            }
        });
    }

    private void fleetSubset(Value value, ServicePolicy.Builder policy) {
        value.fields(fields -> {
            int[] size = {1};
            fields.need("size", v -> v.integer(1, MAX_INSTANCES, n -> size[0] = n));
            String name = named(fields, "caller", caller.id(), "CallerIdentity.named(id)");
            if (name != null) {
                policy.fleetSubset(FleetSubset.of(size[0], name));
            }
        });
    }

    /** The value in the document, or else the one of the caller. */
    private static @Nullable String named(Fields fields, String key, @Nullable String known, String how) {
        if (!fields.has(key)) {
            if (known == null) {
                fields.owner()
                        .problem("has no " + key + " (expected: " + key + ", or a document that is loaded for a " + how
                                + ")");
            }
            return known;
        }
        List<String> stated = new ArrayList<>();
        fields.read(key, v -> v.text(stated::add));
        return stated.isEmpty() ? null : stated.get(0);
    }
}

package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.MaglevOptions;
import io.rollcall.loadbalancer.strategy.RingHashOptions;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.RequestContext;
import java.util.List;
import java.util.function.Consumer;

/** Reads the strategy of a loadBalancer setting, and what a consistent hash is computed from. */
final class IstioStrategy {
    private static final List<String> KEYS =
            List.of("httpHeaderName", "httpQueryParameterName", "httpCookie", "useSourceIp");

    private IstioStrategy() {}

    static void read(Fields loadBalancer, ServicePolicy.Builder to) {
        if (loadBalancer.has("simple") && loadBalancer.has("consistentHash")) {
            loadBalancer.problemAt("simple", "is next to consistentHash (expected: one of them)");
        }
        loadBalancer
                .read("simple", value -> value.text(name -> simple(value, name, to)))
                .read("consistentHash", value -> value.fields(hash -> consistentHash(hash, to)));
    }

    /** Envoy's round robin observes weights. */
    private static void simple(Value value, String name, ServicePolicy.Builder to) {
        switch (name) {
            case "LEAST_REQUEST", "LEAST_CONN", "UNSPECIFIED" -> to.strategy(Strategies.leastRequest());
            case "ROUND_ROBIN" -> to.strategy(Strategies.smoothWeightedRoundRobin());
            case "RANDOM" -> to.strategy(Strategies.random());
            default -> value.expected("LEAST_REQUEST, ROUND_ROBIN, RANDOM or LEAST_CONN; others are not supported");
        }
    }

    private static void consistentHash(Fields hash, ServicePolicy.Builder to) {
        if (KEYS.stream().filter(hash::has).count() != 1) {
            hash.owner().problem("has none or several of " + KEYS + " (expected: one of the first two)");
        }
        hash.read("httpHeaderName", v -> v.text(to::hashKey))
                .read("httpQueryParameterName", v -> v.text(name -> to.hashKey(RequestContext.QUERY_PREFIX + name)))
                .refuse("httpCookie", "cookies are not made here; use httpHeaderName")
                .refuse("useSourceIp", "a client is its own source; use httpHeaderName");
        if (hash.has("maglev")) {
            hash.refuse("ringHash", "maglev is next to it; remove one");
            maglev(hash, to);
        } else {
            ringHash(hash, to);
        }
    }

    private static void maglev(Fields hash, ServicePolicy.Builder to) {
        to.strategy(Strategies.maglev(options -> hash.read(
                "maglev",
                v -> v.fields(maglev -> maglev.read(
                        "tableSize", size -> size.integer(1, MaglevOptions.MAX_TABLE_SIZE, options::tableSize))))));
    }

    /** A ring has at least so many points, and more only up to the default of ours. */
    private static void ringHash(Fields hash, ServicePolicy.Builder to) {
        to.strategy(Strategies.ringHash(options -> {
            Consumer<Value> points = size -> size.integer(
                    1,
                    RingHashOptions.MAX_POINTS,
                    n -> options.points(n, Math.max(n, RingHashOptions.DEFAULT_MAX_POINTS)));
            hash.read("minimumRingSize", points)
                    .read("ringHash", v -> v.fields(ring -> ring.read("minimumRingSize", points)));
        }));
    }
}

package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import java.util.List;
import java.util.Map;

/** Policies in lines for people, in the terms of {@code explain}. */
final class Description {
    private Description() {}

    static String of(Map<String, ServicePolicy> policies) {
        StringBuilder text = new StringBuilder();
        policies.forEach((service, policy) -> append(text, service, policy));
        return text.toString();
    }

    private static void append(StringBuilder text, String service, ServicePolicy policy) {
        text.append(service).append(": ").append(policy.strategy().name());
        if (policy.hashKey() != null) {
            text.append(" by ").append(policy.hashKey());
        }
        policy.required().forEach(subset -> text.append(", only ").append(subset));
        policy.preferred().forEach(subset -> text.append(", rather ").append(subset));
        text.append('\n');
        List<Route> routes = policy.routes();
        for (int i = 0; i < routes.size(); i++) {
            append(text, i + 1, routes.get(i));
        }
    }

    private static void append(StringBuilder text, int number, Route route) {
        text.append("  route ").append(number).append(' ').append(route);
        if (route.stickyBy() != null) {
            text.append(", sticky by ").append(route.stickyBy());
        }
        route.fallbacks().forEach(subset -> text.append(", or else ").append(subset));
        text.append(route.isStrict() ? ", strict\n" : "\n");
    }
}

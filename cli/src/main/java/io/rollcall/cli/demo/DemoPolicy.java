package io.rollcall.cli.demo;

import static io.rollcall.loadbalancer.route.Subset.env;
import static io.rollcall.loadbalancer.route.Subset.version;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.rules.CallerIdentity;
import io.rollcall.rules.RuleDocument;
import java.nio.file.Path;

/**
 * The policy of the demo's caller.
 *
 * @param policy for user-service
 * @param prodOnly whether only instances in env prod may be called
 */
record DemoPolicy(ServicePolicy policy, boolean prodOnly) {
    /** The zone of the demo's caller. */
    private static final String ZONE = "eu-1a";

    /** Env prod, 90 of 100 calls to 1.x and 10 to 2.x, by weight among those. */
    static DemoPolicy standard() {
        ServicePolicy policy = ServicePolicy.builder()
                .strategy(Strategies.weightedRandom())
                .require(env("prod"))
                .route(Route.split().add(90, version("1.x")).add(10, version("2.x")))
                .build();
        return new DemoPolicy(policy, true);
    }

    /**
     * The policy in a document, in Rollcall's own format or Istio's.
     *
     * @throws io.rollcall.rules.RuleException if it is invalid, with every problem and its line
     * @throws IllegalArgumentException if it has no policy for user-service
     */
    static DemoPolicy from(Path document) {
        RuleDocument rules = RuleDocument.load(document, CallerIdentity.in(ZONE));
        ServicePolicy policy = rules.policies().get(DemoMember.SERVICE);
        if (policy == null) {
            throw new IllegalArgumentException("--rules: " + document + " is about "
                    + rules.policies().keySet() + " (expected: rules for " + DemoMember.SERVICE + ")");
        }
        return new DemoPolicy(policy, false);
    }
}

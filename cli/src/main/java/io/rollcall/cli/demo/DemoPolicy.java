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
 * By which rules the demo's caller chooses.
 *
 * @param policy for user-service
 * @param prodOnly whether no instance outside of env prod may be called
 */
record DemoPolicy(ServicePolicy policy, boolean prodOnly) {
    /** Where the demo's caller is. */
    private static final String ZONE = "eu-1a";

    /** Env prod, 90 of 100 calls to 1.x and 10 to 2.x, by weight among those. */
    static DemoPolicy ownOnes() {
        ServicePolicy policy = ServicePolicy.builder()
                .strategy(Strategies.weightedRandom())
                .require(env("prod"))
                .route(Route.split().add(90, version("1.x")).add(10, version("2.x")))
                .build();
        return new DemoPolicy(policy, true);
    }

    /**
     * Those of a document, Rollcall's own or Istio's.
     *
     * @throws io.rollcall.rules.RuleException if it is no good, with every problem and its line
     * @throws IllegalArgumentException if it says nothing about user-service
     */
    static DemoPolicy from(Path document) {
        RuleDocument rules = RuleDocument.load(document, CallerIdentity.in(ZONE));
        ServicePolicy policy = rules.policies().get(Member.SERVICE);
        if (policy == null) {
            throw new IllegalArgumentException("--rules: " + document + " is about "
                    + rules.policies().keySet() + " (expected: rules for " + Member.SERVICE + ")");
        }
        return new DemoPolicy(policy, false);
    }
}

package io.rollcall.spring;

import io.rollcall.RollcallBuilder;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.model.Metadata;
import java.util.function.Consumer;

/** Applies {@code rollcall.*} to a builder of the SDK. */
final class BuilderSettings {
    private BuilderSettings() {}

    static void apply(RollcallProperties from, RollcallBuilder to) {
        from.registry().forEach(to::registry);
        Setting.apply("rollcall.heartbeat", from.heartbeat(), to::heartbeat);
        Setting.apply("rollcall.drain-delay", from.drainDelay(), to::drainDelay);
        Setting.apply("rollcall.fail-fast", from.failFast(), to::failFast);
        Setting.apply("rollcall.request-timeout", from.requestTimeout(), to::requestTimeout);
        from.preferredNetworks()
                .forEach(network -> Setting.apply("rollcall.preferred-networks", network, to::preferredNetworks));
        Setting.apply("rollcall.token", from.token(), token -> to.token(token.value()));
        Setting.apply("rollcall.token-file", from.tokenFile(), to::tokenFile);
        RollcallProperties.Discovery discovery = from.discovery();
        Setting.apply("rollcall.discovery.ttl", discovery.ttl(), to::discoveryTtl);
        Setting.apply("rollcall.discovery.lookup-timeout", discovery.lookupTimeout(), to::lookupTimeout);
        Setting.apply("rollcall.discovery.empty-protection", discovery.emptyProtection(), to::emptyProtection);
        Setting.apply("rollcall.discovery.snapshot-directory", discovery.snapshotDirectory(), to::snapshotDirectory);
        discovery.prefetch().forEach(service -> Setting.apply("rollcall.discovery.prefetch", service, to::prefetch));
        from.services().forEach((name, service) -> {
            String property = "rollcall.services." + name;
            ServicePolicy policy = policy(property, service);
            Setting.apply(property, name, known -> to.service(known, policy));
        });
    }

    private static ServicePolicy policy(String property, RollcallProperties.Service from) {
        ServicePolicy.Builder to = ServicePolicy.builder();
        Setting.apply(property + ".strategy", from.strategy(), (Consumer<String>) to::strategy);
        from.require()
                .forEach((key, value) -> Setting.apply(
                        property + ".require." + key, value, required -> to.require(subset(key, required))));
        from.prefer()
                .forEach((key, value) -> Setting.apply(
                        property + ".prefer." + key, value, preferred -> to.prefer(subset(key, preferred))));
        to.retry(retry -> {
            Setting.apply(property + ".retry.attempts", from.retry().attempts(), retry::attempts);
            Setting.apply(property + ".retry.budget", from.retry().budget(), retry::budget);
        });
        return to.build();
    }

    private static Subset subset(String key, String value) {
        return key.equals(Metadata.VERSION)
                ? Subset.version(value)
                : Subset.metadata(key).is(value);
    }
}

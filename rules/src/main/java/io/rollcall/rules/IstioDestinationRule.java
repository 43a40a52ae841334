package io.rollcall.rules;

import io.rollcall.loadbalancer.route.Subset;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a DestinationRule: the subsets of a host by their labels, and how its traffic is balanced. */
final class IstioDestinationRule {
    private static final int MAX_SUBSETS = 200;
    private static final int MAX_LABELS = 50;

    private final IstioHosts hosts;
    private final BiFunction<String, Value, IstioService> services;
    private final IstioTraffic traffic;

    IstioDestinationRule(IstioHosts hosts, BiFunction<String, Value, IstioService> services, IstioTraffic traffic) {
        this.hosts = hosts;
        this.services = services;
        this.traffic = traffic;
    }

    void read(Fields spec) {
        spec.refuse("workloadSelector", "rules hold for every caller that loads them; remove it");
        spec.read("exportTo", IstioDestinationRule::everywhere);
        boolean[] known = {false};
        spec.need(
                "host",
                host -> hosts.service(host, name -> {
                    known[0] = true;
                    read(spec, host, services.apply(name, host));
                }));
        if (!known[0]) {
            spec.get("trafficPolicy");
            spec.get("subsets");
        }
    }

    private void read(Fields spec, Value host, IstioService service) {
        if (!service.takeTraffic()) {
            host.problem("a second DestinationRule for " + service.name() + " (expected: one; merge them)");
        }
        spec.read("trafficPolicy", value -> value.fields(policy -> traffic.read(policy, service.policy())));
        spec.read("subsets", value -> {
            if (!value.isEmptyList()) {
                value.items(MAX_SUBSETS, subset -> subset.fields(fields -> subset(fields, service)));
            }
        });
    }

    private static void subset(Fields fields, IstioService service) {
        fields.refuse("trafficPolicy", "a service has one policy; move it to spec.trafficPolicy");
        fields.need(
                "name",
                name -> name.text(text -> {
                    Consumer<Subset> taker = subset -> {
                        if (service.subsets().putIfAbsent(text, subset) != null) {
                            name.expected("a name of its own for each subset");
                        }
                    };
                    if (fields.has("labels")) {
                        fields.read("labels", labels -> new Labels().read(labels, taker));
                    } else {
                        taker.accept(Subset.all());
                    }
                }));
        fields.get("labels");
    }

    /** {@code "*"} is everywhere, and that is where rules hold. */
    static void everywhere(Value exportTo) {
        exportTo.items(100, namespace -> {
            if (!namespace.isText("*")) {
                namespace.expected("*; rules hold for every caller that loads them");
            }
        });
    }

    /** Labels are metadata; all must be equal. */
    private static final class Labels {
        private @Nullable Subset all;

        void read(Value labels, Consumer<Subset> taker) {
            if (labels.isEmptyMapping()) {
                taker.accept(Subset.all());
                return;
            }
            labels.entries(
                    MAX_LABELS,
                    (key, value) -> value.text(text -> {
                        Subset one = Subset.metadata(key).is(text);
                        all = all == null ? one : all.and(one);
                    }));
            if (all != null) {
                taker.accept(all);
            }
        }
    }
}

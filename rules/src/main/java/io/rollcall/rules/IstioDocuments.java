package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Istio's traffic rules (networking.istio.io) of one file, as policies. Defaults are Istio's: no outlier detection, and
 * no call that leaves its route. What Rollcall cannot do is a problem. Not threadsafe.
 */
final class IstioDocuments {
    private static final Set<String> VERSIONS =
            Set.of("networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3");
    private static final String DESTINATION_RULE = "DestinationRule";
    private static final String VIRTUAL_SERVICE = "VirtualService";

    private final CallerIdentity caller;
    private final IstioHosts hosts = new IstioHosts();
    private final Map<String, IstioService> services = new TreeMap<>();

    IstioDocuments(CallerIdentity caller) {
        this.caller = caller;
    }

    /** The policy of a service, and where the service is named first. */
    record Result(String service, ServicePolicy policy, Value origin) {}

    /** The policies of all documents together; incomplete if there is a problem. */
    List<Result> read(List<Value> documents) {
        List<Value> virtualServices = new ArrayList<>();
        List<Value> destinationRules = new ArrayList<>();
        documents.forEach(document -> sort(document, destinationRules, virtualServices));
        IstioDestinationRule rules = new IstioDestinationRule(hosts, this::service, new IstioTraffic(caller));
        destinationRules.forEach(spec -> spec.fields(rules::read));
        IstioVirtualService routes = new IstioVirtualService(hosts, this::service);
        virtualServices.forEach(spec -> spec.fields(routes::read));
        return services.values().stream()
                .map(service -> new Result(service.name(), service.policy().build(), service.origin()))
                .toList();
    }

    private IstioService service(String name, Value origin) {
        return services.computeIfAbsent(name, key -> new IstioService(key, origin));
    }

    private void sort(Value document, List<Value> destinationRules, List<Value> virtualServices) {
        document.fields(fields -> {
            fields.need(
                    "apiVersion",
                    value -> value.text(version -> {
                        if (!VERSIONS.contains(version)) {
                            value.expected("networking.istio.io/v1, v1beta1 or v1alpha3");
                        }
                    }));
            String name = nameOf(fields);
            fields.need(
                    "kind",
                    value -> value.text(kind -> {
                        switch (kind) {
                            case DESTINATION_RULE ->
                                fields.need("spec", spec -> destinationRules.add(at(kind, name, spec)));
                            case VIRTUAL_SERVICE ->
                                fields.need("spec", spec -> virtualServices.add(at(kind, name, spec)));
                            default -> {
                                value.expected(VIRTUAL_SERVICE + " or " + DESTINATION_RULE + "; leave other kinds out");
                                fields.get("spec");
                            }
                        }
                    }));
            fields.get("status");
        });
    }

    /** Labels, annotations and the like are ignored. */
    private static String nameOf(Fields fields) {
        String[] name = {"?"};
        Value metadata = fields.get("metadata");
        if (metadata != null) {
            metadata.entries(100, (key, value) -> {
                if (key.equals("name")) {
                    value.text(text -> name[0] = Problems.printable(text));
                }
            });
        }
        return name[0];
    }

    private static Value at(String kind, String name, Value spec) {
        return spec.at(kind + "/" + name + ".spec");
    }
}

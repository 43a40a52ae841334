package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceInstance;
import io.rollcall.rules.Tree.Place;
import io.rollcall.rules.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The documents of one file, each of its own kind, read into one policy per service. Not threadsafe. */
final class Documents {
    private static final int MAX_SERVICES = 1_000;

    private final CallerIdentity caller;
    private final Problems problems;
    private final Map<String, ServicePolicy> policies = new HashMap<>();
    private final List<Value> istio = new ArrayList<>();

    private Documents(CallerIdentity caller, Problems problems) {
        this.caller = caller;
        this.problems = problems;
    }

    /** The policies of all documents together; of no use if there is a problem. */
    static Map<String, ServicePolicy> read(List<Tree> trees, CallerIdentity caller, Problems problems) {
        Documents documents = new Documents(caller, problems);
        List<Tree> filled = trees.stream()
                .filter(tree -> !(tree instanceof Scalar scalar && scalar.isNothing()))
                .toList();
        if (filled.isEmpty() && problems.count() == 0) {
            problems.add(Place.NONE, "", "empty (expected: \"services:\", or Istio's apiVersion and kind)");
        }
        filled.forEach(documents::read);
        new IstioDocuments(caller).read(documents.istio).forEach(documents::add);
        return documents.policies;
    }

    private void read(Tree tree) {
        Value document = new Value(tree, "", problems);
        if (tree instanceof Tree.Mapping mapping && mapping.entries().stream().anyMatch(Documents::isKubernetes)) {
            istio.add(document);
        } else {
            document.fields(fields -> {
                fields.read("$schema", value -> value.text(name -> {}));
                fields.need("services", this::readServices);
            });
        }
    }

    private static boolean isKubernetes(Tree.Entry entry) {
        return entry.key().text().equals("apiVersion") || entry.key().text().equals("kind");
    }

    private void readServices(Value services) {
        if (services.isEmptyMapping()) {
            return;
        }
        services.entries(MAX_SERVICES, (name, value) -> {
            if (isServiceName(name, value)) {
                add(name, new ServiceReader(caller).read(value), value);
            }
        });
    }

    private static boolean isServiceName(String name, Value value) {
        try {
            ServiceInstance.named(name);
            return true;
        } catch (IllegalArgumentException e) {
            value.problem(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void add(IstioDocuments.Result result) {
        add(result.service(), result.policy(), result.origin());
    }

    private void add(String service, ServicePolicy policy, Value origin) {
        if (policies.putIfAbsent(service, policy) != null) {
            origin.problem("service " + service + " has rules in more than one document (expected: one)");
        }
    }
}

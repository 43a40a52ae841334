package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Subset;
import java.util.Map;
import java.util.TreeMap;

/** One service of Istio's documents, while they are read. Not threadsafe. */
final class IstioService {
    private final String name;
    private final Value origin;
    private final ServicePolicy.Builder policy = ServicePolicy.builder()
            .outlierDetection(OutlierDetection.off())
            .panicThreshold(0)
            .drainingAsLastResort(false);
    private final Map<String, Subset> subsets = new TreeMap<>();
    private boolean traffic;
    private boolean routes;

    /** @param origin where the service is named first */
    IstioService(String name, Value origin) {
        this.name = name;
        this.origin = origin;
    }

    String name() {
        return name;
    }

    Value origin() {
        return origin;
    }

    ServicePolicy.Builder policy() {
        return policy;
    }

    /** By name, as in the DestinationRule. */
    Map<String, Subset> subsets() {
        return subsets;
    }

    /** Whether this is the first DestinationRule for the service. */
    boolean takeTraffic() {
        boolean first = !traffic;
        traffic = true;
        return first;
    }

    /** Whether this is the first VirtualService for the service. */
    boolean takeRoutes() {
        boolean first = !routes;
        routes = true;
        return first;
    }
}

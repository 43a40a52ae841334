package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Subset;
import java.util.Map;
import java.util.TreeMap;

/** What Istio's documents say of one service, while they are read. Not threadsafe. */
final class IstioService {
    private final String name;
    private final Value said;
    private final ServicePolicy.Builder policy =
            ServicePolicy.builder().outlierDetection(OutlierDetection.off()).panicThreshold(0);
    private final Map<String, Subset> subsets = new TreeMap<>();
    private boolean traffic;
    private boolean routes;

    /** @param said where the service was named first */
    IstioService(String name, Value said) {
        this.name = name;
        this.said = said;
    }

    String name() {
        return name;
    }

    Value said() {
        return said;
    }

    ServicePolicy.Builder policy() {
        return policy;
    }

    /** By name, as the DestinationRule has them. */
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

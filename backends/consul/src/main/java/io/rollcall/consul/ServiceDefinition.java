package io.rollcall.consul;

import io.rollcall.internal.json.Json;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.Metadata;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definition of an instance as it is registered at an agent.
 *
 * <p>The lease is a TTL check that passes while it is renewed, whatever the instance's status, and removes the service
 * after it has been critical for a minute. An instance that accepts no traffic has a second check, which is critical
 * and removes nothing: so clients that only know Consul leave the instance out, too.
 */
final class ServiceDefinition {
    static final String STATUS = MetaKey.OWN_PREFIX + "status";
    static final String GENERATION = MetaKey.OWN_PREFIX + "generation";
    static final String REGISTERED_AT = MetaKey.OWN_PREFIX + "registered-at";
    static final String SECURE = MetaKey.OWN_PREFIX + "secure";

    private static final String LEASE_CHECK = "rollcall-lease:";
    private static final String STATUS_CHECK = "rollcall-status:";
    /** The shortest time after which Consul removes a service whose check is critical. */
    private static final Duration MIN_REMOVAL = Duration.ofMinutes(1);

    private static final String NEVER = "87600h";
    private static final List<String> TAGGED = List.of(Metadata.VERSION, Metadata.ENV, Metadata.ZONE);

    private ServiceDefinition() {}

    /** Consul's id of an instance: unique at an agent, where two services may have instances of the same id. */
    static String id(String service, String instance) {
        return service + ":" + instance;
    }

    static String leaseCheck(String consulId) {
        return LEASE_CHECK + consulId;
    }

    static String statusCheck(String consulId) {
        return STATUS_CHECK + consulId;
    }

    static ObjectNode of(ServiceInstance instance, List<String> tags, Duration ttl) {
        ObjectNode json = Json.newObject()
                .put("ID", id(instance.service(), instance.id()))
                .put("Name", instance.service())
                .put("Address", instance.host())
                .put("Port", instance.port());
        ArrayNode tagged = json.putArray("Tags");
        tags(instance, tags).forEach(tagged::add);
        ObjectNode meta = json.putObject("Meta")
                .put(STATUS, instance.status().name())
                .put(GENERATION, Long.toString(instance.generation()))
                .put(REGISTERED_AT, Long.toString(instance.registeredAt()));
        if (instance.secure()) {
            meta.put(SECURE, "true");
        }
        instance.metadata().forEach((key, value) -> meta.put(MetaKey.encode(key), value));
        if (instance.metadata(Metadata.WEIGHT) != null) {
            // Consul refuses 0, which the status check represents.
            int weight = Math.max(1, instance.weight());
            json.putObject("Weights").put("Passing", weight).put("Warning", weight);
        }
        addChecks(json.putArray("Checks"), instance, ttl);
        return json;
    }

    private static Stream<String> tags(ServiceInstance instance, List<String> tags) {
        Stream<String> own = TAGGED.stream()
                .filter(key -> instance.metadata(key) != null)
                .map(key -> key + "=" + instance.metadata(key));
        return Stream.concat(tags.stream(), own).distinct();
    }

    private static void addChecks(ArrayNode checks, ServiceInstance instance, Duration ttl) {
        String id = id(instance.service(), instance.id());
        Duration removal = ttl.compareTo(MIN_REMOVAL) < 0 ? MIN_REMOVAL : ttl;
        checks.addObject()
                .put("CheckID", leaseCheck(id))
                .put("Name", "Lease of " + instance.id())
                .put("TTL", ttl.toMillis() + "ms")
                .put("Status", "passing")
                .put("DeregisterCriticalServiceAfter", removal.toSeconds() + "s");
        if (instance.status() != InstanceStatus.UP || instance.weight() == 0) {
            String reason = instance.status() == InstanceStatus.UP
                    ? "weight 0"
                    : instance.status().name();
            checks.addObject()
                    .put("CheckID", statusCheck(id))
                    .put("Name", "Status of " + instance.id())
                    .put("Notes", "The instance accepts no traffic: " + reason)
                    .put("TTL", NEVER)
                    .put("Status", "critical");
        }
    }
}

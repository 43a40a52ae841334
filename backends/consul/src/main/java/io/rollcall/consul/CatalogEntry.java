package io.rollcall.consul;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.Metadata;
import io.rollcall.model.ServiceInstance;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One entry of Consul's list of a service: an instance that was registered by this SDK, or a foreign one. The checks of
 * both are read as Consul's DNS does: a critical one takes the instance out, a warning does not.
 *
 * @param instance without the weight that Consul has for a foreign one
 * @param foreignWeight Consul's weight of a foreign instance, which may be its default; -1 for an instance of this SDK
 * @param modifiedAt rises with each change of the service's registration
 */
record CatalogEntry(ServiceInstance instance, int foreignWeight, long modifiedAt) {
    private static final int MAX_WEIGHT = 10_000;
    private static final int MAX_ENTRIES = 63;
    private static final int NOT_FOREIGN = -1;

    /** @throws IllegalArgumentException if it is no legal instance; the message begins with the field that is wrong */
    static CatalogEntry read(String service, JsonNode json) {
        JsonNode registered = json.path("Service");
        String name = registered.path("Service").stringValue("");
        if (!name.equalsIgnoreCase(service)) {
            throw new IllegalArgumentException("Service: another service (expected: the list's)");
        }
        String address = registered.path("Address").stringValue("");
        ServiceInstance.Builder builder = ServiceInstance.named(service)
                .host(address.isEmpty() ? json.path("Node").path("Address").stringValue("") : address)
                .port(registered.path("Port").intValue(0));
        long modifiedAt = registered.path("ModifyIndex").longValue(0);
        Checks checks = Checks.of(json.path("Checks"), registered.path("ID").stringValue(""));
        return registered.path("Meta").has(ServiceDefinition.STATUS)
                ? new CatalogEntry(own(service, registered, checks, builder).build(), NOT_FOREIGN, modifiedAt)
                : new CatalogEntry(foreign(json, checks, builder).build(), weight(registered, checks), modifiedAt);
    }

    private static ServiceInstance.Builder own(
            String service, JsonNode registered, Checks checks, ServiceInstance.Builder builder) {
        String prefix = ServiceDefinition.id(service, "");
        String id = registered.path("ID").stringValue("");
        if (!id.startsWith(prefix)) {
            throw new IllegalArgumentException("ID: without its service (expected: " + prefix + "…)");
        }
        JsonNode meta = registered.path("Meta");
        builder.id(id.substring(prefix.length()))
                .status(checks.status(status(meta.path(ServiceDefinition.STATUS).stringValue(""))))
                .generation(number(meta, ServiceDefinition.GENERATION))
                .registeredAt(number(meta, ServiceDefinition.REGISTERED_AT))
                .secure(meta.has(ServiceDefinition.SECURE));
        meta.properties().forEach(entry -> {
            if (!entry.getKey().startsWith(MetaKey.OWN_PREFIX)) {
                builder.metadata(
                        MetaKey.decode(entry.getKey()), entry.getValue().asString(""));
            }
        });
        return builder;
    }

    private static InstanceStatus status(String name) {
        try {
            return InstanceStatus.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("status: unknown (expected: STARTING, UP, DRAINING or DOWN)", e);
        }
    }

    private static long number(JsonNode meta, String key) {
        try {
            return Long.parseLong(meta.path(key).stringValue("0"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": no number (expected: an integer)", e);
        }
    }

    /** The generation of a service at an agent; less than any other if it was not registered by this SDK. */
    static long generation(JsonNode agentService) {
        JsonNode meta = agentService.path("Meta");
        return meta.has(ServiceDefinition.STATUS) ? number(meta, ServiceDefinition.GENERATION) : Long.MIN_VALUE;
    }

    private static ServiceInstance.Builder foreign(JsonNode json, Checks checks, ServiceInstance.Builder builder) {
        JsonNode registered = json.path("Service");
        String node = json.path("Node").path("Node").stringValue("");
        builder.id(ForeignId.of(registered.path("ID").stringValue(""), node)).status(checks.status(InstanceStatus.UP));
        Map<String, String> entries = new LinkedHashMap<>();
        registered
                .path("Meta")
                .properties()
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asString("")));
        registered.path("Tags").forEach(tag -> addTag(entries, tag.asString("")));
        // Whether calls are encrypted must not depend on how many entries there are.
        builder.secure("true".equals(entries.get("secure")));
        // Consul's weight, if it is used, is one more entry.
        entries.entrySet().stream()
                .filter(CatalogEntry::isLegal)
                .limit(MAX_ENTRIES)
                .forEach(entry -> builder.metadata(entry.getKey(), entry.getValue()));
        return builder;
    }

    /** {@code zone=eu-1a} is an entry of that key; {@code blue} is {@code tag.blue=true}. Meta has precedence. */
    private static void addTag(Map<String, String> entries, String tag) {
        int equals = tag.indexOf('=');
        if (equals > 0) {
            entries.putIfAbsent(tag.substring(0, equals), tag.substring(equals + 1));
        } else {
            entries.putIfAbsent("tag." + tag, "true");
        }
    }

    /** An illegal entry is left out, and so is one too many: the instance can be called without it. */
    private static boolean isLegal(Map.Entry<String, String> entry) {
        try {
            ServiceInstance.named("any").metadata(entry.getKey(), entry.getValue());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int weight(JsonNode registered, Checks checks) {
        JsonNode weights = registered.path("Weights");
        int weight = weights.path(checks.warns() ? "Warning" : "Passing").intValue(1);
        return Math.max(0, Math.min(MAX_WEIGHT, weight));
    }

    /** The instance, with Consul's weight if {@code weighted} and it has none of its own. */
    ServiceInstance weighted(boolean weighted) {
        if (!weighted || !isForeign() || instance.metadata(Metadata.WEIGHT) != null) {
            return instance;
        }
        return instance.toBuilder().weight(foreignWeight).build();
    }

    boolean isForeign() {
        return foreignWeight != NOT_FOREIGN;
    }
}

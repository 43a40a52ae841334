package io.rollcall.internal.json;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One instance as JSON, with the fields of Rollcall's own contract. Unknown fields are ignored. */
public final class InstanceJson {
    private InstanceJson() {}

    /** Writes the instance as a JSON object. */
    public static ObjectNode write(ServiceInstance instance) {
        ObjectNode json = Json.newObject();
        json.put("serviceName", instance.service())
                .put("instanceId", instance.id())
                .put("ip", instance.host())
                .put("port", instance.port())
                .put("secure", instance.secure())
                .put("status", instance.status().name())
                .put("generation", instance.generation());
        if (instance.registeredAt() > 0) {
            json.put("timestamp", instance.registeredAt());
        }
        ObjectNode metadata = json.putObject("metadata");
        instance.metadata().forEach(metadata::put);
        return json;
    }

    /**
     * Reads an instance of {@code service}.
     *
     * @throws IllegalArgumentException if it is no legal instance, or belongs to another service; the message begins
     *     with the offending field
     */
    public static ServiceInstance read(String service, JsonNode json) {
        if (!json.path("serviceName").stringValue(service).equals(service)) {
            throw new IllegalArgumentException("serviceName: of another service (expected: that of the list)");
        }
        ServiceInstance.Builder builder = ServiceInstance.named(service)
                .id(json.path("instanceId").stringValue(""))
                .host(json.path("ip").stringValue(""))
                .port(json.path("port").intValue(0))
                .secure(json.path("secure").booleanValue(false))
                .status(status(json.path("status").stringValue("")))
                .generation(json.path("generation").longValue(0))
                .registeredAt(json.path("timestamp").longValue(0));
        json.path("metadata").properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            builder.metadata(entry.getKey(), value.isString() ? value.stringValue() : value.toString());
        });
        return builder.build();
    }

    private static InstanceStatus status(String name) {
        try {
            return InstanceStatus.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("status: unknown (expected: STARTING, UP, DRAINING or DOWN)", e);
        }
    }
}

package io.rollcall.internal.json;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One instance as JSON: the fields of Rollcall's own contract. Unknown fields are ignored. */
public final class InstanceJson {
    private InstanceJson() {}

    /** The instance as an object of its own. */
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
     * The instance of {@code service} that {@code json} tells of.
     *
     * @throws IllegalArgumentException if it is no legal instance, or one of another service; the message begins with
     *     the field at fault
     */
    public static ServiceInstance read(String service, JsonNode json) {
        if (!json.path("serviceName").stringValue(service).equals(service)) {
            throw new IllegalArgumentException("serviceName: that of another service (expected: the list's own)");
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

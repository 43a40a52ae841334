package io.rollcall.registry.http;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.ServiceView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every JSON body of the contract, written and read. Unknown fields are ignored; an entry of a list that is no legal
 * instance is left out, counted and told once for each kind of fault. Threadsafe.
 */
final class WireFormat {
    private final BadEntries badEntries;
    private final ObjIntConsumer<String> refused;

    /** @param refused is told of each list how many of its entries were left out, if there are any */
    WireFormat(String endpoint, ObjIntConsumer<String> refused) {
        this.badEntries = new BadEntries(endpoint);
        this.refused = refused;
    }

    byte[] registration(ServiceInstance instance) {
        ObjectNode json = Json.newObject()
                .put("serviceName", instance.service())
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
        return Json.write(json);
    }

    byte[] heartbeat(ServiceInstance instance, long epochMillis) {
        return Json.write(Json.newObject()
                .put("status", instance.status().name())
                .put("generation", instance.generation())
                .put("timestamp", epochMillis));
    }

    /** A lease without a TTL, or with none left, is no lease. */
    Lease lease(JsonNode json) throws UnreadableAnswerException {
        long ttl = json.path("ttlMillis").longValue(0);
        long heartbeat = json.path("heartbeatMillis").longValue(ttl / 3);
        try {
            return new Lease(Duration.ofMillis(ttl), Duration.ofMillis(heartbeat));
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswerException("it granted no usable lease (" + e.getMessage() + ")");
        }
    }

    List<String> serviceNames(JsonNode json) throws UnreadableAnswerException {
        List<String> names = new ArrayList<>();
        for (JsonNode service : array(json, "services")) {
            String name = service.path("name").stringValue("");
            try {
                ServiceInstance.named(name);
                names.add(name);
            } catch (IllegalArgumentException e) {
                badEntries.dropped("service", e);
            }
        }
        return names.stream().sorted().distinct().toList();
    }

    ServiceView view(JsonNode json, String validator) throws UnreadableAnswerException {
        String service = json.path("serviceName").stringValue("");
        JsonNode revision = json.path("revision");
        if (service.isEmpty() || !revision.isIntegralNumber() || !revision.canConvertToLong()) {
            throw new UnreadableAnswerException("the list has no serviceName or no revision");
        }
        Map<String, ServiceInstance> instances = new LinkedHashMap<>();
        int bad = 0;
        for (JsonNode entry : array(json, "instances")) {
            try {
                ServiceInstance instance = instance(service, entry);
                instances.merge(instance.id(), instance, WireFormat::newer);
            } catch (IllegalArgumentException e) {
                badEntries.dropped(service, e);
                bad++;
            }
        }
        if (bad > 0) {
            refused.accept(service, bad);
        }
        String incarnation = json.path("incarnation").stringValue("");
        return new ServiceView(service, incarnation, revision.longValue(), List.copyOf(instances.values()), validator);
    }

    /** The view of a fetched list, which must be that of the service that was asked for. */
    ServiceView view(String service, JsonNode json, String validator) throws UnreadableAnswerException {
        ServiceView view = view(json, validator);
        if (!view.service().equals(service)) {
            throw new UnreadableAnswerException("the list is that of another service");
        }
        return view;
    }

    /** How many entries were left out so far. */
    long droppedEntries() {
        return badEntries.count();
    }

    private static ServiceInstance instance(String service, JsonNode json) {
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

    private static ServiceInstance newer(ServiceInstance one, ServiceInstance other) {
        return other.generation() > one.generation() ? other : one;
    }

    private static JsonNode array(JsonNode json, String field) throws UnreadableAnswerException {
        JsonNode array = json.path(field);
        if (!array.isArray()) {
            throw new UnreadableAnswerException("it has no array \"" + field + "\"");
        }
        return array;
    }
}

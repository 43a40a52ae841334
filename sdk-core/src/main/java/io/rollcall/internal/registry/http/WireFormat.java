package io.rollcall.internal.registry.http;

import io.rollcall.internal.json.InstanceJson;
import io.rollcall.internal.json.Json;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.support.RefusedEntries;
import io.rollcall.registry.support.UnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes the JSON bodies of the contract. Unknown fields are ignored; a list's entry that is not a legal
 * instance is dropped, counted, and logged once for each kind of error. Threadsafe.
 */
final class WireFormat {
    private final RefusedEntries refusedEntries;

    /** @param reporter receives the number of dropped entries of each list that has any */
    WireFormat(String endpoint, ObjIntConsumer<String> reporter) {
        this.refusedEntries = new RefusedEntries(endpoint, reporter);
    }

    byte[] registration(ServiceInstance instance) {
        return Json.write(InstanceJson.write(instance));
    }

    byte[] heartbeat(ServiceInstance instance, long epochMillis) {
        return Json.write(Json.newObject()
                .put("status", instance.status().name())
                .put("generation", instance.generation())
                .put("timestamp", epochMillis));
    }

    /** A TTL that is missing or not positive makes the response unreadable. */
    Lease lease(JsonNode json) throws UnreadableException {
        long ttl = json.path("ttlMillis").longValue(0);
        long heartbeat = json.path("heartbeatMillis").longValue(ttl / 3);
        try {
            return new Lease(Duration.ofMillis(ttl), Duration.ofMillis(heartbeat));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("it granted no usable lease (" + e.getMessage() + ")");
        }
    }

    List<String> serviceNames(JsonNode json) throws UnreadableException {
        List<String> names = new ArrayList<>();
        array(json, "services")
                .forEach(service -> names.add(service.path("name").stringValue("")));
        return refusedEntries.legalNames(names);
    }

    ServiceView view(JsonNode json, String validator) throws UnreadableException {
        String service = json.path("serviceName").stringValue("");
        JsonNode revision = json.path("revision");
        if (service.isEmpty() || !revision.isIntegralNumber() || !revision.canConvertToLong()) {
            throw new UnreadableException("the list has no serviceName or no revision");
        }
        Map<String, ServiceInstance> instances = new LinkedHashMap<>();
        refusedEntries
                .legal(service, array(json, "instances"), entry -> InstanceJson.read(service, entry))
                .forEach(instance -> instances.merge(instance.id(), instance, WireFormat::newer));
        String incarnation = json.path("incarnation").stringValue("");
        return new ServiceView(service, incarnation, revision.longValue(), List.copyOf(instances.values()), validator);
    }

    /** Reads a fetched list, which must be that of the requested service. */
    ServiceView view(String service, JsonNode json, String validator) throws UnreadableException {
        ServiceView view = view(json, validator);
        if (!view.service().equals(service)) {
            throw new UnreadableException("the list is of another service");
        }
        return view;
    }

    private static ServiceInstance newer(ServiceInstance one, ServiceInstance other) {
        return other.generation() > one.generation() ? other : one;
    }

    private static JsonNode array(JsonNode json, String field) throws UnreadableException {
        JsonNode array = json.path(field);
        if (!array.isArray()) {
            throw new UnreadableException("it has no array \"" + field + "\"");
        }
        return array;
    }
}

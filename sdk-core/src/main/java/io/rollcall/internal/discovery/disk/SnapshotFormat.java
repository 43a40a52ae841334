package io.rollcall.internal.discovery.disk;

import io.rollcall.internal.json.InstanceJson;
import io.rollcall.internal.json.Json;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.support.UnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of a snapshot file: format, registry, time of writing by the wall clock, and the view. A file with an
 * illegal instance is rejected as a whole, because this SDK did not write it.
 *
 * @param registry the registry's endpoints; a file belongs to the same registry if it shares at least one of them
 * @param maxAge older files are rejected
 */
record SnapshotFormat(List<String> registry, Duration maxAge) {
    private static final int VERSION = 1;

    byte[] write(ServiceView view, long nowMillis) {
        ObjectNode json = Json.newObject().put("format", VERSION).put("writtenAt", nowMillis);
        ArrayNode endpoints = json.putArray("registry");
        registry.forEach(endpoints::add);
        json.put("service", view.service())
                .put("incarnation", view.incarnation())
                .put("revision", view.revision());
        ArrayNode instances = json.putArray("instances");
        view.instances().forEach(instance -> instances.add(InstanceJson.write(instance)));
        return Json.write(json);
    }

    StoredView read(String service, byte[] content, long nowMillis) throws UnreadableException {
        JsonNode json = Json.object(content);
        if (json.path("format").intValue(0) != VERSION) {
            throw new UnreadableException("it has another format");
        }
        if (!json.path("service").stringValue("").equals(service) || !isOfThisRegistry(json.path("registry"))) {
            throw new UnreadableException("it is of another service or registry");
        }
        return new StoredView(view(service, json), age(json.path("writtenAt").longValue(0), nowMillis));
    }

    private boolean isOfThisRegistry(JsonNode endpoints) {
        return StreamSupport.stream(endpoints.spliterator(), false)
                .anyMatch(endpoint -> registry.contains(endpoint.stringValue("")));
    }

    /** A file slightly in the future, after the clock was set back, counts as new; far in the future it is rejected. */
    private Duration age(long writtenMillis, long nowMillis) throws UnreadableException {
        Duration age = Duration.ofMillis(nowMillis - writtenMillis);
        if (age.abs().compareTo(maxAge) > 0) {
            throw new UnreadableException("it was written " + age + " ago (expected: at most " + maxAge + ")");
        }
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static ServiceView view(String service, JsonNode json) throws UnreadableException {
        List<ServiceInstance> instances = new ArrayList<>();
        try {
            json.path("instances").forEach(entry -> instances.add(InstanceJson.read(service, entry)));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("it has an illegal instance: " + e.getMessage());
        }
        String incarnation = json.path("incarnation").stringValue("");
        return new ServiceView(service, incarnation, json.path("revision").longValue(0), instances, "");
    }
}

package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegisteredService;
import io.rollcall.mock.internal.store.Departure;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.rollcall.mock.internal.store.LeaseInfo;
import io.rollcall.mock.internal.store.Snapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/** Writes the JSON bodies of responses and events. Immutable. */
final class JsonWriter {
    private final JsonFactory factory = new JsonFactory();
    private final String incarnation;

    JsonWriter(String incarnation) {
        this.incarnation = incarnation;
    }

    byte[] snapshot(Snapshot snapshot) {
        return instances(snapshot, snapshot.instances());
    }

    /** @param instances those of the snapshot that match a filter */
    byte[] instances(Snapshot snapshot, List<RegisteredInstance> instances) {
        return object(json -> {
            json.writeStringProperty("serviceName", snapshot.serviceName());
            json.writeNumberProperty("revision", snapshot.revision());
            json.writeStringProperty("incarnation", incarnation);
            json.writeArrayPropertyStart("instances");
            instances.forEach(
                    instance -> instance(json, instance, snapshot.suspects().contains(instance.instanceId())));
            json.writeEndArray();
            departures(json, snapshot.departures());
        });
    }

    byte[] services(long revision, List<RegisteredService> services) {
        return object(json -> {
            json.writeNumberProperty("revision", revision);
            json.writeStringProperty("incarnation", incarnation);
            json.writeArrayPropertyStart("services");
            for (RegisteredService service : services) {
                json.writeStartObject();
                json.writeStringProperty("name", service.name());
                json.writeNumberProperty("instances", service.instances());
                json.writeNumberProperty("revision", service.revision());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    byte[] lease(RegisteredInstance instance, LeaseConfig config) {
        return object(json -> {
            json.writeStringProperty("instanceId", instance.instanceId());
            json.writeNumberProperty("ttlMillis", config.ttl().toMillis());
            json.writeNumberProperty("heartbeatMillis", config.heartbeat().toMillis());
            json.writeNumberProperty("generation", instance.generation());
            json.writeNumberProperty("timestamp", instance.timestamp());
        });
    }

    byte[] leases(Map<String, List<LeaseInfo>> leases, LeaseConfig config) {
        return object(json -> {
            json.writeStringProperty("incarnation", incarnation);
            json.writeNumberProperty("ttlMillis", config.ttl().toMillis());
            json.writeNumberProperty("heartbeatMillis", config.heartbeat().toMillis());
            json.writeArrayPropertyStart("services");
            leases.forEach((service, infos) -> {
                json.writeStartObject();
                json.writeStringProperty("serviceName", service);
                json.writeArrayPropertyStart("leases");
                infos.forEach(info -> lease(json, info));
                json.writeEndArray();
                json.writeEndObject();
            });
            json.writeEndArray();
        });
    }

    byte[] problem(ProblemDetail problem) {
        return object(json -> {
            json.writeStringProperty("type", problem.kind().type());
            json.writeStringProperty("title", problem.kind().title());
            json.writeNumberProperty("status", problem.kind().status());
            json.writeStringProperty("detail", problem.detail());
            writeUnlessNull(json, "field", problem.field());
            writeUnlessNull(json, "rule", problem.rule());
            json.writeStringProperty("action", problem.action());
        });
    }

    private static void lease(JsonGenerator json, LeaseInfo info) {
        json.writeStartObject();
        json.writeStringProperty("instanceId", info.instanceId());
        json.writeNumberProperty("silentMillis", info.sinceRenewal().toMillis());
        json.writeNumberProperty("leftMillis", info.remaining().toMillis());
        json.writeEndObject();
    }

    private static void departures(JsonGenerator json, List<Departure> departures) {
        if (departures.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("departures");
        for (Departure departure : departures) {
            json.writeStartObject();
            json.writeStringProperty("instanceId", departure.instanceId());
            json.writeNumberProperty("generation", departure.generation());
            json.writeStringProperty("reason", departure.reason().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void instance(JsonGenerator json, RegisteredInstance instance, boolean suspect) {
        json.writeStartObject();
        json.writeStringProperty("instanceId", instance.instanceId());
        json.writeStringProperty("serviceName", instance.serviceName());
        json.writeStringProperty("ip", instance.ip());
        json.writeNumberProperty("port", instance.port());
        json.writeBooleanProperty("secure", instance.secure());
        json.writeStringProperty("status", instance.status().name());
        if (suspect) {
            json.writeBooleanProperty("suspect", true);
        }
        json.writeNumberProperty("generation", instance.generation());
        json.writeNumberProperty("timestamp", instance.timestamp());
        json.writeObjectPropertyStart("metadata");
        for (Map.Entry<String, String> entry : new TreeMap<>(instance.metadata()).entrySet()) {
            json.writeStringProperty(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeUnlessNull(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private byte[] object(Consumer<JsonGenerator> content) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
                json.writeStartObject();
                content.accept(json);
                json.writeEndObject();
            }
            return bytes.toByteArray();
        }
    }
}

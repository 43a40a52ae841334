package io.rollcall.probe;

import io.rollcall.Registration;
import io.rollcall.health.Health;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer: a status and a JSON object. */
record Reply(int status, ObjectNode json) {
    static final int OK = 200;
    static final int UNAVAILABLE = 503;

    private static final int MAX_NAMED = 100;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Reply of(int status, String field, boolean value) {
        return new Reply(status, MAPPER.createObjectNode().put(field, value));
    }

    static Reply error(int status, String error) {
        return new Reply(status, MAPPER.createObjectNode().put("error", error));
    }

    /** Whether the process is in traffic: 200 if it has registrations and all are up, else 503 and which are not. */
    static Reply readiness(List<Registration> registrations, Health health) {
        List<Registration> missing =
                registrations.stream().filter(one -> !one.isUp()).toList();
        boolean ready = missing.isEmpty() && !registrations.isEmpty();
        Reply reply = of(ready ? OK : UNAVAILABLE, "ready", ready);
        reply.json.put("registrations", registrations.size());
        if (registrations.isEmpty()) {
            reply.json.put("reason", "nothing is registered");
        }
        for (Registration one : missing.subList(0, Math.min(missing.size(), MAX_NAMED))) {
            describe(one, health, reply.json.withArray("notReady").addObject());
        }
        return reply;
    }

    private static void describe(Registration one, Health health, ObjectNode json) {
        ServiceInstance instance = one.instance();
        json.put("service", instance.service())
                .put("id", instance.id())
                .put("state", one.state().name())
                .put("status", instance.status().name());
        String reason = one.lastError()
                .map(RegistryException::getMessage)
                .orElse(instance.status() == InstanceStatus.UP ? "" : health.reason());
        if (!reason.isEmpty()) {
            json.put("reason", reason);
        }
    }

    byte[] body() {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}

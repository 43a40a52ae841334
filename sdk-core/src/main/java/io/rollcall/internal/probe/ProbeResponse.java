package io.rollcall.internal.probe;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A response: a status and a JSON object. */
record ProbeResponse(int status, ObjectNode json) {
    static final int OK = 200;
    static final int UNAVAILABLE = 503;

    private static final int MAX_NAMED = 100;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static ProbeResponse of(int status, String field, boolean value) {
        return new ProbeResponse(status, MAPPER.createObjectNode().put(field, value));
    }

    static ProbeResponse error(int status, String error) {
        return new ProbeResponse(status, MAPPER.createObjectNode().put("error", error));
    }

    /** Readiness: 200 if there are registrations and all are up, else 503 with those that are not. */
    static ProbeResponse readiness(List<Registration> registered) {
        List<Registration> missing =
                registered.stream().filter(one -> !one.isUp()).toList();
        boolean ready = missing.isEmpty() && !registered.isEmpty();
        ProbeResponse reply = of(ready ? OK : UNAVAILABLE, "ready", ready);
        reply.json.put("registrations", registered.size());
        if (registered.isEmpty()) {
            reply.json.put("reason", "nothing is registered");
        }
        for (Registration one : missing.subList(0, Math.min(missing.size(), MAX_NAMED))) {
            describe(one, reply.json.withArray("notReady").addObject());
        }
        return reply;
    }

    private static void describe(Registration one, ObjectNode json) {
        ServiceInstance instance = one.instance();
        json.put("service", instance.service())
                .put("id", instance.id())
                .put("state", one.state().name())
                .put("status", instance.status().name());
        if (!one.problem().isEmpty()) {
            json.put("reason", one.problem());
        }
    }

    byte[] body() {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}

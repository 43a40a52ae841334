package io.rollcall.internal.probe;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
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
    static Reply readiness(List<Registration> registered) {
        List<Registration> missing =
                registered.stream().filter(one -> !one.isUp()).toList();
        boolean ready = missing.isEmpty() && !registered.isEmpty();
        Reply reply = of(ready ? OK : UNAVAILABLE, "ready", ready);
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

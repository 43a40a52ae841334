package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.InstanceValidator;
import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.rollcall.mock.internal.store.UpdateResult;
import io.undertow.server.HttpServerExchange;
import java.util.Deque;

/** The routes of instances: register, heartbeat, deregister. Immutable. */
final class InstanceRoutes {
    private final InstanceStore store;
    private final LeaseConfig leases;
    private final JsonReader reader = new JsonReader();
    private final JsonWriter writer;
    private final Responder responder;
    private final JsonBody body;
    private final RegistryMetrics metrics;

    InstanceRoutes(
            InstanceStore store,
            LeaseConfig leases,
            JsonWriter writer,
            Responder responder,
            JsonBody body,
            RegistryMetrics metrics) {
        this.store = store;
        this.leases = leases;
        this.writer = writer;
        this.responder = responder;
        this.body = body;
        this.metrics = metrics;
    }

    void register(HttpServerExchange exchange) {
        body.receive(exchange, (received, bytes) -> {
            RegisteredInstance instance = store.register(reader.registration(bytes));
            metrics.registered();
            responder.json(received, 201, writer.lease(instance, leases));
        });
    }

    void heartbeat(HttpServerExchange exchange) {
        String service = PathParameters.service(exchange);
        String id = PathParameters.instanceId(exchange);
        body.receive(exchange, (received, bytes) -> {
            JsonReader.Heartbeat heartbeat = reader.heartbeat(bytes);
            UpdateResult result = store.heartbeat(service, id, heartbeat.status(), heartbeat.generation());
            metrics.heartbeat(result);
            respond(received, result);
        });
    }

    void deregister(HttpServerExchange exchange) {
        String service = PathParameters.service(exchange);
        respond(exchange, store.deregister(service, PathParameters.instanceId(exchange), generation(exchange)));
    }

    private void respond(HttpServerExchange exchange, UpdateResult result) {
        switch (result) {
            case DONE -> responder.empty(exchange, 204);
            case UNKNOWN ->
                responder.problem(
                        exchange,
                        ProblemDetail.of(
                                ProblemDetail.Kind.UNKNOWN_INSTANCE,
                                "instance: " + PathParameters.instanceId(exchange) + " of "
                                        + PathParameters.service(exchange)
                                        + " is not registered, or its lease has expired",
                                "Register the instance again."));
            case OLDER_GENERATION ->
                responder.problem(
                        exchange,
                        new ProblemDetail(
                                ProblemDetail.Kind.OLDER_GENERATION,
                                "generation: older than the one that is registered",
                                "generation",
                                "at least the registered one",
                                "A newer process owns this instance id: stop sending requests for it."));
        }
    }

    private static long generation(HttpServerExchange exchange) {
        Deque<String> values = exchange.getQueryParameters().get("generation");
        if (values == null) {
            return InstanceStore.ANY_GENERATION;
        }
        String value = values.getFirst();
        try {
            return InstanceValidator.notNegative("generation", Long.parseLong(value));
        } catch (NumberFormatException notANumber) {
            throw RefusedException.invalid("generation", value, "a whole number, at least 0");
        }
    }
}

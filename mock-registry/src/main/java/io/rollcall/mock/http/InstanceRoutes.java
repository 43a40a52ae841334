package io.rollcall.mock.http;

import io.rollcall.mock.instance.InstanceRules;
import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.store.Answer;
import io.rollcall.mock.store.InstanceStore;
import io.rollcall.mock.store.LeaseTerms;
import io.undertow.server.HttpServerExchange;
import java.util.Deque;

/** What an instance does about itself: register, heartbeat, deregister. Immutable. */
final class InstanceRoutes {
    private final InstanceStore store;
    private final LeaseTerms terms;
    private final JsonReader reader = new JsonReader();
    private final JsonWriter writer;
    private final Responder responder;
    private final JsonBody body;
    private final RegistryMetrics metrics;

    InstanceRoutes(
            InstanceStore store,
            LeaseTerms terms,
            JsonWriter writer,
            Responder responder,
            JsonBody body,
            RegistryMetrics metrics) {
        this.store = store;
        this.terms = terms;
        this.writer = writer;
        this.responder = responder;
        this.body = body;
        this.metrics = metrics;
    }

    void register(HttpServerExchange exchange) {
        body.receive(exchange, (received, bytes) -> {
            RegisteredInstance held = store.register(reader.registration(bytes));
            metrics.registered();
            responder.json(received, 201, writer.lease(held, terms));
        });
    }

    void heartbeat(HttpServerExchange exchange) {
        String service = Path.service(exchange);
        String id = Path.instanceId(exchange);
        body.receive(exchange, (received, bytes) -> {
            JsonReader.Heartbeat beat = reader.heartbeat(bytes);
            Answer answer = store.heartbeat(service, id, beat.status(), beat.generation());
            metrics.heartbeat(answer);
            answer(received, answer);
        });
    }

    void deregister(HttpServerExchange exchange) {
        String service = Path.service(exchange);
        answer(exchange, store.deregister(service, Path.instanceId(exchange), generation(exchange)));
    }

    private void answer(HttpServerExchange exchange, Answer answer) {
        switch (answer) {
            case DONE -> responder.nothing(exchange, 204);
            case UNKNOWN ->
                responder.problem(
                        exchange,
                        Problem.of(
                                Problem.Kind.UNKNOWN_INSTANCE,
                                "instance: " + Path.instanceId(exchange) + " of " + Path.service(exchange)
                                        + " is not registered, or its lease has expired",
                                "Register the instance again."));
            case OLDER_GENERATION ->
                responder.problem(
                        exchange,
                        new Problem(
                                Problem.Kind.OLDER_GENERATION,
                                "generation: older than the one that is registered",
                                "generation",
                                "at least the registered one",
                                "A newer process holds this instance id: stop speaking for it."));
        }
    }

    private static long generation(HttpServerExchange exchange) {
        Deque<String> values = exchange.getQueryParameters().get("generation");
        if (values == null) {
            return InstanceStore.ANY_GENERATION;
        }
        String value = values.getFirst();
        try {
            return InstanceRules.notNegative("generation", Long.parseLong(value));
        } catch (NumberFormatException notANumber) {
            throw RefusedException.invalid("generation", value, "a whole number, at least 0");
        }
    }
}

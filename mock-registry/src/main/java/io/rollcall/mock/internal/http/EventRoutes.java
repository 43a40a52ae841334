package io.rollcall.mock.internal.http;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.InstanceValidator;
import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.internal.push.PushHub;
import io.rollcall.mock.internal.push.Subscriber;
import io.rollcall.mock.internal.push.UnsentBytes;
import io.rollcall.mock.internal.store.InstanceStore;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens event streams. Immutable. */
final class EventRoutes {
    static final int MAX_SERVICES = 1_024;

    private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
    private static final long FROM_THE_BEGINNING = -1;

    private final InstanceStore store;
    private final PushHub hub;
    private final JsonWriter writer;
    private final String incarnation;
    private final ConnectionGate gate;
    private final UnsentBytes unsent;
    private final RegistryClock clock;
    private final Duration patience;

    EventRoutes(
            InstanceStore store,
            PushHub hub,
            JsonWriter writer,
            String incarnation,
            ConnectionGate gate,
            UnsentBytes unsent,
            RegistryClock clock,
            Duration patience) {
        this.store = store;
        this.hub = hub;
        this.writer = writer;
        this.incarnation = incarnation;
        this.gate = gate;
        this.unsent = unsent;
        this.clock = clock;
        this.patience = patience;
    }

    void events(HttpServerExchange exchange) {
        List<String> services = services(exchange);
        long since = since(exchange);
        long memory = PushHub.memory(services, gate.received(exchange));
        PushHub.Reservation reservation = hub.reserve(memory);
        if (reservation == PushHub.Reservation.TOO_LARGE) {
            String rule = "at most " + hub.maxBytes() + " bytes for all subscriptions";
            throw new ProblemException(new ProblemDetail(
                    ProblemDetail.Kind.TOO_MANY_SUBSCRIPTIONS,
                    "service: there is no memory for another " + services.size() + " (expected: " + rule + ")",
                    "service",
                    rule,
                    "Subscribe to fewer services, or try again later."));
        }
        if (reservation == PushHub.Reservation.TOO_MANY) {
            throw new ProblemException(new ProblemDetail(
                    ProblemDetail.Kind.TOO_MANY_SUBSCRIBERS,
                    "subscribers: " + hub.maxSubscribers() + " are connected (expected: at most " + hub.maxSubscribers()
                            + ")",
                    "subscribers",
                    "at most " + hub.maxSubscribers(),
                    "Poll the instances with If-None-Match, or try again later."));
        }
        // The stream may last for days: the query is not needed any more.
        exchange.getQueryParameters().clear();
        exchange.setQueryString("");
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        // Runs after this call has returned: until then Undertow counts the exchange as being handled.
        exchange.dispatch(
                exchange.getIoThread(),
                () -> hub.add(new Subscriber(
                        exchange, services, memory, since, store, writer::snapshot, unsent, clock, patience)));
    }

    /** The services that the query names, each once. */
    static List<String> services(HttpServerExchange exchange) {
        Collection<String> named = exchange.getQueryParameters().getOrDefault("service", new ArrayDeque<>());
        List<String> services = named.stream().distinct().toList();
        if (services.isEmpty() || services.size() > MAX_SERVICES) {
            throw RefusedException.invalid(
                    "service", services.size() + " parameters", "1 to " + MAX_SERVICES + " service parameters");
        }
        services.forEach(name -> InstanceValidator.name("service", name));
        return services;
    }

    /**
     * The last revision that the client has, if it is one of this incarnation. A client that does not send its
     * incarnation is trusted unless this incarnation has not reached its revision.
     */
    private long since(HttpServerExchange exchange) {
        Long last = lastEventId(exchange.getRequestHeaders().getFirst(LAST_EVENT_ID));
        String clientIncarnation = exchange.getRequestHeaders().getFirst(RegistryHandler.INCARNATION);
        boolean sameIncarnation = clientIncarnation == null || clientIncarnation.equals(incarnation);
        return last != null && sameIncarnation && last <= store.revision() ? last : FROM_THE_BEGINNING;
    }

    private static @Nullable Long lastEventId(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return null;
        }
        try {
            return InstanceValidator.notNegative("Last-Event-ID", Long.parseLong(header));
        } catch (NumberFormatException notARevision) {
            throw RefusedException.invalid("Last-Event-ID", header, "a revision");
        }
    }
}

package io.rollcall.mock.internal.http;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.internal.push.PushHub;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.PathTemplateHandler;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** All routes of the contract, as one handler. Nothing in it blocks. */
public final class RegistryHandler implements HttpHandler {
    /** Tells clients which life of the registry answers: revisions of different lives cannot be compared. */
    static final HttpString INCARNATION = new HttpString("X-Rollcall-Incarnation");

    /** The one route whose answers do not end. */
    static final String EVENTS = "/services/events";

    private static final byte[] ALIVE = "{\"status\":\"UP\"}".getBytes(StandardCharsets.US_ASCII);
    private static final ProblemDetail STOPPING = ProblemDetail.of(
            ProblemDetail.Kind.STOPPING, "The registry is stopping.", "Use another registry, or try again later.");

    private final String incarnation;
    private final Responder responder;
    private final ErrorHandler guard;
    private final RegistryMetrics metrics;
    private final RegistryClock clock;
    private final GracefulShutdownHandler routes;
    private volatile boolean stopping;

    /**
     * The handler of one incarnation.
     *
     * @param incarnation names this life of the registry
     * @param patience how long a subscriber may leave everything unread
     */
    public RegistryHandler(
            String incarnation,
            InstanceStore store,
            LeaseConfig terms,
            PushHub hub,
            RegistryClock clock,
            Duration patience) {
        this.incarnation = incarnation;
        JsonWriter writer = new JsonWriter(incarnation);
        this.responder = new Responder(writer);
        this.guard = new ErrorHandler(responder);
        this.metrics = new RegistryMetrics(store, hub);
        this.clock = clock;
        InstanceRoutes instances = new InstanceRoutes(store, terms, writer, responder, new JsonBody(guard), metrics);
        ServiceRoutes services = new ServiceRoutes(store, terms, incarnation, writer, responder);
        EventRoutes events = new EventRoutes(store, hub, writer, incarnation, clock, patience);
        StaticPages pages = new StaticPages(responder);
        this.routes = new GracefulShutdownHandler(new PathTemplateHandler(RegistryHandler::unknownPath, false)
                .add("/services", MethodRouter.get(services::services))
                .add("/services/register", MethodRouter.only(Methods.POST, instances::register))
                .add(EVENTS, MethodRouter.only(Methods.GET, events::events))
                .add("/services/leases", MethodRouter.get(services::leases))
                .add("/services/{service}/instances", MethodRouter.get(services::instances))
                .add("/services/{service}/instances/{id}", MethodRouter.only(Methods.DELETE, instances::deregister))
                .add(
                        "/services/{service}/instances/{id}/heartbeat",
                        MethodRouter.only(Methods.PUT, instances::heartbeat))
                .add("/healthz", MethodRouter.get(this::probe))
                .add("/readyz", MethodRouter.get(this::probe))
                .add("/metrics", MethodRouter.get(this::metrics))
                .add("/openapi.yaml", MethodRouter.get(pages::contract))
                .add("/", MethodRouter.get(pages::page)));
    }

    /** From now on every request is answered with 503. */
    public void stopping() {
        stopping = true;
        routes.shutdown();
    }

    /**
     * Waits until all requests are answered.
     *
     * @param atMost gives up after this long
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void awaitAnswers(Duration atMost) throws InterruptedException {
        routes.awaitShutdown(atMost.toMillis());
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        long start = clock.nanos();
        exchange.addExchangeCompleteListener((done, next) -> {
            metrics.answered(done, clock.nanos() - start);
            next.proceed();
        });
        exchange.getResponseHeaders().put(INCARNATION, incarnation);
        guard.run(exchange, () -> {
            if (stopping) {
                throw new ProblemException(STOPPING);
            }
            routes.handleRequest(exchange);
        });
    }

    private void probe(HttpServerExchange exchange) {
        responder.json(exchange, 200, ALIVE);
    }

    private void metrics(HttpServerExchange exchange) throws IOException {
        responder.bytes(exchange, 200, metrics.contentType(), metrics.text());
    }

    private static void unknownPath(HttpServerExchange exchange) {
        throw new ProblemException(ProblemDetail.of(
                ProblemDetail.Kind.UNKNOWN_PATH,
                "path: there is nothing at " + exchange.getRequestPath(),
                "See /openapi.yaml for the paths of this registry."));
    }
}

package io.rollcall.mock.internal.http;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.internal.push.PushHub;
import io.rollcall.mock.internal.push.UnsentBytes;
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
import java.util.Collection;

/** All routes of the contract, as one handler. Nothing in it blocks. */
public final class RegistryHandler implements HttpHandler {
    /** Identifies the incarnation of the registry: revisions of different incarnations cannot be compared. */
    static final HttpString INCARNATION = new HttpString("X-Rollcall-Incarnation");

    /** The only route whose responses do not end. */
    static final String EVENTS = "/services/events";

    private static final int LARGE_HEAD = 8 * 1024;
    /** The head comes with what the same buffer has of the body. */
    private static final int LARGE_HEAD_AND_BODY = 24 * 1024;

    private static final byte[] ALIVE = "{\"status\":\"UP\"}".getBytes(StandardCharsets.US_ASCII);
    private static final ProblemDetail STOPPING = ProblemDetail.of(
            ProblemDetail.Kind.STOPPING, "The registry is stopping.", "Use another registry, or try again later.");

    private final String incarnation;
    private final Responder responder;
    private final ErrorHandler errors;
    private final RegistryMetrics metrics;
    private final RegistryClock clock;
    private final HostPolicy hosts;
    private final ConnectionGate gate;
    private final GracefulShutdownHandler routes;
    private volatile boolean stopping;

    /**
     * The handler of one incarnation.
     *
     * @param incarnation the incarnation's id
     * @param hosts the names that clients may call the registry by, besides IP addresses and localhost
     * @param gate learns which connections are serving
     * @param unsent bounds the memory of responses and events that are not read
     * @param requestTimeout how long the body of a request may take to arrive, and a response to be read
     * @param streamPatience how long a subscriber may read nothing before its connection is closed
     */
    public RegistryHandler(
            String incarnation,
            InstanceStore store,
            LeaseConfig leases,
            PushHub hub,
            RegistryClock clock,
            Collection<String> hosts,
            ConnectionGate gate,
            UnsentBytes unsent,
            Duration requestTimeout,
            Duration streamPatience) {
        this.incarnation = incarnation;
        JsonWriter writer = new JsonWriter(incarnation);
        Deadlines deadlines = new Deadlines(requestTimeout);
        this.gate = gate;
        this.responder = new Responder(writer, deadlines, unsent);
        this.errors = new ErrorHandler(responder);
        this.metrics = new RegistryMetrics(store, hub, gate, unsent);
        this.clock = clock;
        this.hosts = new HostPolicy(hosts);
        JsonBody body = new JsonBody(errors, gate, deadlines);
        InstanceRoutes instances = new InstanceRoutes(store, leases, writer, responder, body, metrics);
        ServiceRoutes services = new ServiceRoutes(store, leases, incarnation, writer, responder);
        EventRoutes events = new EventRoutes(store, hub, writer, incarnation, gate, unsent, clock, streamPatience);
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
     * Waits until all requests have been answered.
     *
     * @param timeout the longest wait
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void awaitResponses(Duration timeout) throws InterruptedException {
        routes.awaitShutdown(timeout.toMillis());
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        long start = clock.nanos();
        exchange.addExchangeCompleteListener((done, next) -> {
            metrics.answered(done, clock.nanos() - start);
            forget(done);
            gate.waiting(done);
            next.proceed();
        });
        if (gate.received(exchange) > (exchange.isRequestComplete() ? LARGE_HEAD : LARGE_HEAD_AND_BODY)) {
            // The connection's parser keeps what it has grown to.
            exchange.setPersistent(false);
        }
        if (exchange.isRequestComplete()) {
            gate.serving(exchange);
        }
        exchange.getResponseHeaders().put(INCARNATION, incarnation);
        errors.run(exchange, () -> {
            if (stopping) {
                throw new ProblemException(STOPPING);
            }
            hosts.check(exchange);
            routes.handleRequest(exchange);
        });
    }

    /** A connection keeps its last exchange until the next one. */
    private static void forget(HttpServerExchange done) {
        done.getQueryParameters().clear();
        done.setQueryString("");
        done.getRequestHeaders().clear();
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

package io.rollcall.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.rollcall.mock.net.HeldPort;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on a free port of the loopback address that acts as one instance of a service: it responds with its
 * id, and records requests.
 *
 * <p><b>Concurrency.</b> Each request runs on a thread of its own.
 */
public final class HttpInstance implements AutoCloseable {
    private final String service;
    private final String id;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private @Nullable HeldPort port;

    private HttpInstance(String service, String id, HttpServer server, HttpHandler handler) {
        this.service = service;
        this.id = id;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange);
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    /** An instance that responds to every request with its id. */
    public static HttpInstance start(String service, String id) {
        return start(service, id, exchange -> answer(exchange, 200, id));
    }

    /** An instance with a handler. */
    public static HttpInstance start(String service, String id, HttpHandler handler) {
        return new HttpInstance(service, id, server(HttpServer::create), handler);
    }

    /** An instance that responds with its id, over TLS only. */
    public static HttpInstance secure(String service, String id, Certificate certificate) {
        return secure(service, id, certificate, exchange -> answer(exchange, 200, id));
    }

    /** An instance with a handler, over TLS only. */
    public static HttpInstance secure(String service, String id, Certificate certificate, HttpHandler handler) {
        HttpsServer server = server(HttpsServer::create);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        return new HttpInstance(service, id, server, handler);
    }

    private interface Creator<S> {
        S create(InetSocketAddress address, int backlog) throws IOException;
    }

    private static <S> S server(Creator<S> creator) {
        try {
            return creator.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a whole response. */
    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Closes the connection after the request was read, without a response. */
    public static void breakOff(HttpExchange exchange) throws IOException {
        throw new IOException("aborted on purpose");
    }

    /** The instance to register. */
    public ServiceInstance.Builder instance() {
        return ServiceInstance.named(service)
                .id(id)
                .host(server.getAddress().getAddress().getHostAddress())
                .port(server.getAddress().getPort());
    }

    /** The requests so far. */
    public List<HttpExchange> requests() {
        return List.copyOf(requests);
    }

    /** Stops it as a kill does: its socket and all connections close at once. Its port stays reserved. */
    @Override
    public void close() {
        if (port != null) {
            return;
        }
        server.stop(0);
        threads.shutdownNow();
        try {
            port = HeldPort.at(server.getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

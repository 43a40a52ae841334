package io.rollcall.benchmarks.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rollcall.Rollcall;
import io.rollcall.mock.net.TcpProxy;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A process with one instance of each service: an HTTP server, a {@link Rollcall} of its own, and a network of its own
 * to the registry.
 *
 * <p><b>Concurrency.</b> Threadsafe; one fault at a time controls it.
 */
final class Host implements AutoCloseable {
    static {
        // Without it, responses wait for the acknowledgement of their headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final byte[] BODY = "ok".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    /** Its network to callers. */
    private final TcpProxy front;

    private final Duration keepAlive;
    private final TcpProxy link;
    private final Rollcall rollcall;
    private final List<Registration> registrations;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile Duration delay = Duration.ZERO;

    /** @param keepAlive how long it keeps idle connections of callers */
    Host(String name, URI registry, Executor threads, Duration keepAlive) {
        this.keepAlive = keepAlive;
        this.server = listen();
        this.front = TcpProxy.to(server.getAddress());
        this.link = TcpProxy.to(registry);
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
        this.rollcall = Rollcall.builder()
                .registry(link.uri().toString())
                .heartbeat(SoakConfig.HEARTBEAT)
                .requestTimeout(SoakConfig.REQUEST_TIMEOUT)
                .drainDelay(SoakConfig.DRAIN_DELAY)
                .build();
        this.registrations = SoakConfig.SERVICES.stream()
                .map(service -> rollcall.register(ServiceInstance.named(service)
                        .id(service + "-" + name)
                        .host(front.address().getAddress().getHostAddress())
                        .port(front.address().getPort())
                        .build()))
                .toList();
    }

    private static HttpServer listen() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            Duration wait = delay;
            if (!wait.isZero()) {
                ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
            }
            exchange.sendResponseHeaders(status, BODY.length);
            exchange.getResponseBody().write(BODY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The instances as they are to be registered. */
    List<ServiceInstance> instances() {
        return registrations.stream().map(Registration::instance).toList();
    }

    /** Its network to the registry. */
    TcpProxy link() {
        return link;
    }

    /** Closes connections that were idle for longer than it keeps them, and returns how many. */
    int closeIdle() {
        return front.closeIdle(keepAlive);
    }

    /** Responds with {@code newStatus} from now on. */
    void respondsWith(int newStatus) {
        status = newStatus;
    }

    /** Delays each response from now on. */
    void respondsAfter(Duration newDelay) {
        delay = newDelay;
    }

    boolean isHealthy() {
        return status == 200;
    }

    /** Changes the metadata of all its instances. */
    void changesMetadata(String key, String value) {
        registrations.forEach(registration -> registration.update(instance -> instance.metadata(key, value)));
    }

    /** Ends as a killed process does: it sends nothing more and does not respond. The rest of it is closed later. */
    void crash() {
        link.refuse();
        front.refuse();
        server.stop(0);
        ended.countDown();
    }

    /** Ends gracefully: deregisters first, then stops. */
    @Override
    public void close() {
        rollcall.close();
        front.close();
        server.stop(0);
        ended.countDown();
        link.close();
    }
}

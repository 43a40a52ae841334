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
 * <p><b>Concurrency.</b> Threadsafe; its life is led by one fault at a time.
 */
final class Host implements AutoCloseable {
    static {
        // Or its answers wait for the acknowledgement of their headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final byte[] BODY = "well".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final TcpProxy link;
    private final Rollcall rollcall;
    private final List<Registration> registrations;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile Duration delay = Duration.ZERO;

    Host(String name, URI registry, Executor threads) {
        this.server = listen();
        this.link = TcpProxy.to(registry);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        this.rollcall = Rollcall.builder()
                .registry(link.uri().toString())
                .heartbeat(Terms.HEARTBEAT)
                .requestTimeout(Terms.REQUEST_TIMEOUT)
                .drainDelay(Terms.DRAIN_DELAY)
                .build();
        this.registrations = Terms.SERVICES.stream()
                .map(service -> rollcall.register(ServiceInstance.named(service)
                        .id(service + "-" + name)
                        .host(server.getAddress().getAddress().getHostAddress())
                        .port(server.getAddress().getPort())
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

    private void answer(HttpExchange exchange) throws IOException {
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

    /** The instances as they are wanted. */
    List<ServiceInstance> instances() {
        return registrations.stream().map(Registration::instance).toList();
    }

    /** Its network to the registry. */
    TcpProxy link() {
        return link;
    }

    /** Answers with {@code newStatus} from now on. */
    void answers(int newStatus) {
        status = newStatus;
    }

    /** Takes this long for each answer from now on. */
    void answersAfter(Duration newDelay) {
        delay = newDelay;
    }

    boolean isWell() {
        return status == 200;
    }

    /** Changes what all its instances say of themselves. */
    void says(String key, String value) {
        registrations.forEach(registration -> registration.update(instance -> instance.metadata(key, value)));
    }

    /** Ends as a killed process does: nothing more leaves it, and nobody answers. What is left of it closes later. */
    void crash() {
        link.refuse();
        server.stop(0);
        ended.countDown();
    }

    /** Ends as a good process does: out of the registry first, then silent. */
    @Override
    public void close() {
        rollcall.close();
        server.stop(0);
        ended.countDown();
        link.close();
    }
}

package io.rollcall.internal.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import com.sun.net.httpserver.HttpServer;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.testing.VirtualScheduler;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A registry whose name resolves to another address, and one with an IP address instead of a name. */
class RegistryAddressTest {
    private static final String BEFORE = "127.0.0.1";
    private static final String AFTER = "127.0.0.2";

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<HttpServer> servers = new ArrayList<>();
    private String address = BEFORE;
    private int port;

    @BeforeEach
    void start() throws IOException {
        assumeThatCode(() -> HttpServer.create(new InetSocketAddress(AFTER, 0), 0))
                .as("this machine's loopback has one address only")
                .doesNotThrowAnyException();
        port = serve(BEFORE, 0);
        serve(AFTER, port);
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** It responds with the address at which it was reached. */
    private int serve(String host, int wanted) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, wanted), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"services\":[{\"name\":\"%s\"}]}".formatted(host).getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private HttpRegistry connect() {
        Dns dns = host -> List.of(InetAddress.getByName(address));
        return new HttpRegistry(
                Endpoint.of(URI.create("http://moving.example:" + port)),
                BackendContext.of(time, Duration.ofSeconds(5)),
                Duration.ofSeconds(15),
                dns);
    }

    @Test
    void aRegistryThatMovesIsFollowedWhenTheOldAddressIsGone() {
        try (HttpRegistry backend = connect()) {
            assertThat(backend.services()).containsExactly(BEFORE);

            servers.get(0).stop(0);
            assertThatThrownBy(backend::services).isInstanceOf(RegistryException.class);
            address = AFTER;

            assertThat(backend.services()).containsExactly(AFTER);
        }
    }

    @Test
    void aRegistryThatMovesIsFollowedInFiveMinutesThoughTheOldAddressResponds() {
        try (HttpRegistry backend = connect()) {
            assertThat(backend.services()).containsExactly(BEFORE);
            address = AFTER;

            time.advance(Duration.ofMinutes(4));
            assertThat(backend.services()).as("a working connection is reused").containsExactly(BEFORE);
            time.advance(Duration.ofMinutes(1));

            assertThat(backend.services()).containsExactly(AFTER);
        }
    }

    @Test
    @DisplayName("F22 an IPv6 address serves as the registry's URL, and as an instance's host")
    void addressesInBracketsWork() {
        assumeThatCode(() -> HttpServer.create(new InetSocketAddress("::1", 0), 0))
                .as("this machine has no IPv6")
                .doesNotThrowAnyException();
        ServiceInstance orders =
                ServiceInstance.named("orders").id("o-1").host("::1").port(80).build();
        try (MockRegistry registry = MockRegistry.builder().host("::1").start();
                RegistryBackend backend = new HttpRegistryProvider()
                        .create(
                                URI.create("http://[::1]:" + registry.uri().getPort()),
                                BackendContext.of(TimeSource.system(), Duration.ofSeconds(5)))) {
            assertThat(backend.register(orders)).isInstanceOf(Lease.class);

            assertThat(backend.fetch("orders", null).orElseThrow().instances())
                    .singleElement()
                    .extracting(ServiceInstance::authority)
                    .isEqualTo("[::1]:80");
            assertThat(backend).hasToString("http://[::1]:" + registry.uri().getPort());
        }
    }
}

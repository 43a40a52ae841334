package io.rollcall;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.health.HealthCheck.Result;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Health checks and probes as an orchestrator and a registry see them, over sockets and with real threads. */
class ProbesTest {
    private static final Duration SOON = ofSeconds(20);

    private final MockRegistry registry = MockRegistry.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Result db = Result.up();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(registry));
    private final Rollcall rollcall = rollcall(builder -> builder.healthCheck("db", () -> db));

    private Rollcall rollcall(UnaryOperator<RollcallBuilder> more) {
        Rollcall made = more.apply(Rollcall.builder()
                        .registry(registry.uri().toString())
                        .drainDelay(ofMillis(100))
                        .healthInterval(ofMillis(20))
                        .healthThresholds(1, 1)
                        .probes(0))
                .build();
        open.add(made);
        return made;
    }

    @AfterEach
    void end() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void readyOnlyWhileRegisteredAndHealthyElseWithTheReason() {
        assertThat(get("/healthz/ready"))
                .isEqualTo("503 {\"ready\":false,\"registrations\":0," + "\"reason\":\"nothing is registered\"}");
        rollcall.register(orders()).awaitUp(SOON);
        assertThat(get("/healthz/ready")).isEqualTo("200 {\"ready\":true,\"registrations\":1}");

        db = Result.down("refused");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(get("/healthz/ready"))
                                .isEqualTo(
                                        "503 {\"ready\":false,\"registrations\":1,\"notReady\":[{\"service\":\"orders\","
                                                + "\"id\":\"o-1\",\"state\":\"REGISTERED\",\"status\":\"DOWN\",\"reason\":\"db: refused\"}]}"));
        assertThat(registered().status()).isEqualTo(InstanceStatus.DOWN);
        db = Result.up();
        await().atMost(SOON).until(() -> get("/healthz/ready").startsWith("200"));
    }

    @Test
    void liveThoughTheRegistryAndTheDatabaseAreDown() {
        registry.stop();
        rollcall.register(orders());
        db = Result.down("refused");
        await().atMost(SOON).until(() -> get("/healthz/ready").contains("failed"));

        assertThat(get("/healthz/live")).isEqualTo("200 {\"live\":true}");
    }

    @Test
    void drainRespondsWhenTheRegistryHasAcknowledgedAndTheDelayHasPassed() {
        Registration registration = rollcall.register(orders());
        registration.awaitUp(SOON);

        assertThat(request("POST", "/drain")).isEqualTo("200 {\"drained\":true}");

        assertThat(registered().status()).isEqualTo(InstanceStatus.DRAINING);
        assertThat(registration.state()).isEqualTo(Registration.State.DRAINING);
        assertThat(get("/healthz/ready")).startsWith("503").contains("DRAINING");
        assertThat(get("/healthz/live")).startsWith("200");
    }

    @Test
    void drainIsForThisHostOnlyAndNotForWebPages() {
        rollcall.register(orders()).awaitUp(SOON);

        assertThat(get("/drain")).startsWith("405");
        assertThat(send(HttpRequest.newBuilder(uri(rollcall, "/drain"))
                        .header("Origin", "http://evil.example")
                        .POST(BodyPublishers.noBody())))
                .startsWith("403");
        assertThat(registered().status()).isEqualTo(InstanceStatus.UP);
    }

    @Test
    void drainFromAnotherAddressIsRefused() throws IOException {
        InetAddress own = ownAddress();
        Rollcall exposed = rollcall(builder -> builder.probes(new InetSocketAddress(own, 0)));

        String response = send(HttpRequest.newBuilder(uri(exposed, "/drain")).POST(BodyPublishers.noBody()));

        assertThat(response).startsWith("403");
        assertThat(send(HttpRequest.newBuilder(uri(exposed, "/healthz/live")))).startsWith("200");
    }

    @Test
    void everythingElseIsRefused() {
        assertThat(get("/")).startsWith("404");
        assertThat(get("/healthz/liveness")).startsWith("404");
        assertThat(request("POST", "/healthz/ready")).startsWith("405");
        assertThat(request("HEAD", "/healthz/live")).isEqualTo("200 ");
        assertThat(send(HttpRequest.newBuilder(uri(rollcall, "/drain"))
                        .POST(BodyPublishers.ofString("x".repeat(2_000)))))
                .startsWith("413");
    }

    @Test
    void slowClientsDoNotBlockTheProbes() throws IOException {
        InetSocketAddress at = rollcall.probeAddress().orElseThrow();
        for (int i = 0; i < 2; i++) {
            Socket slow = new Socket(at.getAddress(), at.getPort());
            open.add(slow);
            slow.getOutputStream().write("GET /healthz".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(get("/healthz/live")).startsWith("200");
    }

    @Test
    void hungCheckIsDownAndDelaysNeitherHeartbeatNorClose() {
        CountDownLatch never = new CountDownLatch(1);
        Rollcall hung = rollcall(builder ->
                builder.healthTimeout(ofMillis(50)).heartbeat(ofMillis(100)).healthCheck("db", () -> never.await()));
        hung.register(orders());

        await().atMost(SOON)
                .until(() ->
                        !registry.instances("orders").isEmpty() && registered().status() == InstanceStatus.DOWN);
        assertThat(hung.registrations()).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(Registration.State.REGISTERED);
            assertThat(one.isUp()).isFalse();
        });
        hung.close();

        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    void probesEndWithRollcallAndAPortInUseIsNamed() {
        InetSocketAddress at = rollcall.probeAddress().orElseThrow();
        assertThatThrownBy(() -> rollcall(builder -> builder.probes(at.getPort())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("probes: cannot listen on")
                .hasMessageContaining("Next: ");

        rollcall.close();

        assertThatThrownBy(() -> new Socket(at.getAddress(), at.getPort())).isInstanceOf(IOException.class);
    }

    private static InetAddress ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst()
                .orElseGet(() -> Assumptions.abort("this host has loopback only"));
    }

    private static ServiceInstance orders() {
        return ServiceInstance.named("orders")
                .id("o-1")
                .host("127.0.0.1")
                .port(80)
                .build();
    }

    private RegisteredInstance registered() {
        return registry.instances("orders").get(0);
    }

    private static URI uri(Rollcall of, String path) {
        InetSocketAddress at = of.probeAddress().orElseThrow();
        String host = at.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort() + path);
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(uri(rollcall, path)));
    }

    private String request(String method, String path) {
        return send(HttpRequest.newBuilder(uri(rollcall, path)).method(method, BodyPublishers.noBody()));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(SOON).build(), BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

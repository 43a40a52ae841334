package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.rollcall.http.ServiceCallException;
import io.rollcall.internal.http.jdk.BalancedHttpClient;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.Certificate;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An instance of {@code users} sends its callers elsewhere. */
class RedirectTest {
    @TempDir
    Path directory = Path.of("");

    private final List<HttpInstance> running = new ArrayList<>();
    private final List<String> attempts = new CopyOnWriteArrayList<>();
    private final LoadBalancer users = LoadBalancer.of("users");
    private final LoadBalancer orders = LoadBalancer.of("orders");
    private final Map<String, LoadBalancer> balancers = Map.of("users", users, "orders", orders);
    private final BalancedClients clients = new BalancedClients(
            service -> Objects.requireNonNull(balancers.get(service)),
            ServiceNames.declared(Set.of()),
            CallRuntime.real(),
            CallRuntime.config()
                    .withAttempts(a -> attempts.add(a.instance().id() + " " + a.kind() + " " + a.outcome())));

    @AfterEach
    void end() {
        clients.close();
        running.forEach(HttpInstance::close);
    }

    @Test
    @DisplayName("F47 a redirect to a service is a balanced call to it")
    void redirectToAServiceIsBalanced() throws IOException {
        offer(users, redirecting(302, "http://orders/7?full"));
        HttpInstance gone = start("orders", "o-0", exchange -> {});
        gone.close();
        HttpInstance up = start("orders", "o-1", exchange -> HttpInstance.answer(exchange, 200, "order 7"));
        offer(orders, gone, up);

        for (int i = 0; i < 4; i++) {
            try (Response response = call(get("http://users/orders/7"))) {
                assertThat(response.body().string()).isEqualTo("order 7");
                assertThat(response.request().url()).hasToString("http://orders/7?full");
                assertThat(response.request().tag(ServiceInstance.class).id()).isEqualTo("o-1");
                assertThat(Objects.requireNonNull(response.priorResponse()).code())
                        .isEqualTo(302);
                assertThat(response.priorResponse().header("Location")).isEqualTo("http://orders/7?full");
            }
        }

        assertThat(attempts)
                .filteredOn(a -> a.startsWith("u-1"))
                .containsExactlyElementsOf(Collections.nCopies(4, "u-1 FIRST SUCCESS"));
    }

    @Test
    @DisplayName("F47 a redirect to another host is a plain call, whose failure is its own")
    void redirectElsewhereIsAPlainCall() {
        HttpInstance closed = start("closed", "c-1", exchange -> {});
        closed.close();
        offer(users, redirecting(302, "http://" + authority(closed) + "/"), redirecting(302, "http://127.0.0.1:1/"));

        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> call(get("http://users/"))).isInstanceOf(ConnectException.class);
        }

        assertThat(attempts).hasSize(6).allMatch(attempt -> attempt.endsWith("FIRST SUCCESS"));
    }

    @Test
    void redirectElsewhereIsFollowed() throws IOException {
        HttpInstance outside = start("outside", "outside", exchange -> HttpInstance.answer(exchange, 200, "outside"));
        offer(users, redirecting(301, "http://" + authority(outside) + "/"));

        assertThat(text(get("http://users/"))).isEqualTo("outside");
    }

    @Test
    @DisplayName("F47 a plain call's redirect to a service is balanced too")
    void redirectFromElsewhereToAService() throws IOException {
        HttpInstance outside = redirecting(302, "http://orders/7");
        offer(orders, start("orders", "o-1", exchange -> HttpInstance.answer(exchange, 200, "order 7")));

        assertThat(text(get("http://" + authority(outside) + "/"))).isEqualTo("order 7");
        assertThat(attempts).containsExactly("o-1 FIRST SUCCESS");
    }

    @Test
    @DisplayName("F47 a loop ends as OkHttp's do, and blames no instance")
    void loopEnds() {
        offer(users, redirecting(302, "/again"));

        assertThatThrownBy(() -> call(get("http://users/")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("Too many follow-up requests: 21");

        assertThat(attempts).containsExactlyElementsOf(Collections.nCopies(21, "u-1 FIRST SUCCESS"));
        assertThat(inFlight(users)).isZero();
    }

    @Test
    @DisplayName("F47 a redirect to https of the same service goes to its secure instances, or says that there is none")
    void redirectToHttpsOfItself() throws Exception {
        Certificate certificate = Certificate.of("dns:users", directory);
        HttpInstance plain = redirecting(302, "https://users/");
        offer(users, plain);

        assertThatThrownBy(() -> call(get("http://users/")))
                .isInstanceOf(ServiceCallException.class)
                .hasMessageContaining("no instance of users is registered as secure");
        assertThat(attempts).containsExactly("u-1 FIRST SUCCESS");

        HttpInstance secure = HttpInstance.secure("users", "u-2", certificate);
        running.add(secure);
        users.update(
                List.of(plain.instance().build(), secure.instance().secure(true).build()));
        OkHttpClient trusting = clients.like(new OkHttpClient.Builder()
                .sslSocketFactory(certificate.context().getSocketFactory(), certificate.trust())
                .build());
        for (int i = 0; i < 4; i++) {
            try (Response response = trusting.newCall(get("http://users/")).execute()) {
                assertThat(response.body().string()).isEqualTo("u-2");
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"307, POST order", "308, POST order", "302, 'GET '", "303, 'GET '"})
    @DisplayName("F47 307 and 308 keep method and body")
    void methodAndBody(int status, String seen) throws IOException {
        offer(users, redirecting(status, "http://orders/"));
        offer(orders, start("orders", "o-1", RedirectTest::echo));

        assertThat(text(get("http://users/")
                        .newBuilder()
                        .post(TestedService.post("order").body())
                        .build()))
                .isEqualTo(seen);
    }

    @Test
    @DisplayName("F47 a body that can be written once is not sent to the target of a 307")
    void oneShotBodyIsNotRedirected() throws IOException {
        offer(users, redirecting(307, "http://orders/"));
        HttpInstance order = start("orders", "o-1", RedirectTest::echo);
        offer(orders, order);

        try (Response response = call(get("http://users/")
                .newBuilder()
                .post(new TestedService.OneShot())
                .build())) {
            assertThat(response.code()).isEqualTo(307);
            assertThat(response.header("Location")).isEqualTo("http://orders/");
        }
        assertThat(order.requests()).isEmpty();
    }

    @Test
    void credentialsDoNotGoToAnotherService() throws IOException {
        offer(users, redirecting(302, "http://orders/"));
        HttpInstance order = start("orders", "o-1", RedirectTest::echo);
        offer(orders, order);

        text(get("http://users/").newBuilder().header("Authorization", "secret").build());

        assertThat(order.requests().get(0).getRequestHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void redirectIsReturnedWhereTheClientFollowsNone() throws IOException {
        offer(users, redirecting(302, "http://orders/"));
        OkHttpClient still = clients.own().newBuilder().followRedirects(false).build();

        try (Response response = still.newCall(get("http://users/")).execute()) {
            assertThat(response.code()).isEqualTo(302);
            assertThat(response.header("Location")).isEqualTo("http://orders/");
        }
    }

    @Test
    @DisplayName("F47 the JDK's client is redirected alike")
    void jdksClientIsRedirectedAlike() throws Exception {
        offer(users, redirecting(302, "http://orders/7"));
        offer(orders, start("orders", "o-1", exchange -> HttpInstance.answer(exchange, 200, "order 7")));

        HttpResponse<String> response = BalancedHttpClient.over(clients.own())
                .send(HttpRequest.newBuilder(URI.create("http://users/")).build(), BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("order 7");
        assertThat(response.uri()).isEqualTo(URI.create("http://orders/7"));
        assertThat(response.previousResponse()).map(HttpResponse::statusCode).contains(302);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        HttpInstance.answer(exchange, 200, exchange.getRequestMethod() + " " + body);
    }

    private HttpInstance redirecting(int status, String location) {
        return start("users", "u-" + (running.size() + 1), exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            HttpInstance.answer(exchange, status, "");
        });
    }

    private HttpInstance start(String service, String id, HttpHandler handler) {
        HttpInstance instance = HttpInstance.start(service, id, handler);
        running.add(instance);
        return instance;
    }

    private static void offer(LoadBalancer balancer, HttpInstance... instances) {
        balancer.update(
                List.of(instances).stream().map(i -> i.instance().build()).toList());
    }

    private static String authority(HttpInstance instance) {
        return instance.instance().build().authority();
    }

    private static int inFlight(LoadBalancer balancer) {
        return balancer.explain(io.rollcall.model.RequestContext.empty()).candidates().stream()
                .mapToInt(c -> Integer.parseInt(c.figures().replaceAll(".*?(\\d+) in flight.*", "$1")))
                .sum();
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    private Response call(Request request) throws IOException {
        return clients.own().newCall(request).execute();
    }

    private String text(Request request) throws IOException {
        try (Response response = call(request)) {
            return response.body().string();
        }
    }
}

package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedCallTest {
    private final LoadBalancer balancer = LoadBalancer.builder("user-service")
            .policy(ServicePolicy.builder().strategy(Strategies.roundRobin()).build())
            .build();
    private final BalancedClients clients = new BalancedClients(
            service -> balancer, ServiceNames.declared(Set.of("a.b")), CallRuntime.real(), CallRuntime.config());
    private final List<HttpInstance> running = new ArrayList<>();

    @AfterEach
    void end() {
        running.forEach(HttpInstance::close);
        clients.close();
    }

    @Test
    void callsGoToAllInstancesUnderTheServicesName() throws IOException {
        offer(start("u-1"), start("u-2"));

        assertThat(Set.of(get("/"), get("/"))).containsExactlyInAnyOrder("u-1", "u-2");
        assertThat(running)
                .flatExtracting(HttpInstance::requests)
                .extracting(exchange -> exchange.getRequestHeaders().getFirst("Host"))
                .containsOnly("user-service");
    }

    @Test
    void theResponseSaysWhichInstanceGaveIt() throws IOException {
        HttpInstance only = start("u-1");
        offer(only);

        try (Response response = call(new Request.Builder().url("http://user-service/x"))) {
            assertThat(response.request().tag(ServiceInstance.class))
                    .isEqualTo(only.instance().build());
            assertThat(response.request().url()).hasToString("http://user-service/x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT"})
    @DisplayName("F32 a refused connection is tried on another instance, whatever the method")
    void refusedConnectionIsTriedElsewhere(String method) throws IOException {
        HttpInstance up = start("u-1");
        offer(goneInstance("u-0"), up.instance().build());
        RequestBody body = method.equals("GET") ? null : RequestBody.create("order", MediaType.get("text/plain"));

        for (int i = 0; i < 4; i++) {
            try (Response response =
                    call(new Request.Builder().url("http://user-service/").method(method, body))) {
                assertThat(response.body().string()).isEqualTo("u-1");
            }
        }
        assertThat(up.requests()).hasSize(4);
    }

    @Test
    void idleConnectionsToAKilledInstanceCostNoIdempotentCall() throws IOException {
        HttpInstance killed = start("u-1");
        offer(killed, start("u-2"));
        Set<String> before = new HashSet<>(Set.of(get("/"), get("/")));

        killed.close();

        assertThat(before).contains("u-1");
        assertThat(Stream.generate(() -> getUnchecked("/")).limit(4)).containsOnly("u-2");
    }

    @Test
    void connectionThatBreaksIsNoReasonToSendAPostAgain() {
        HttpInstance breaking = start("u-1", HttpInstance::breakOff);
        offer(breaking, start("u-2", HttpInstance::breakOff));

        assertThatThrownBy(() -> post(RequestBody.create("order", null)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ServiceCallException.class);
        assertThat(running).flatExtracting(HttpInstance::requests).hasSize(1);
    }

    @Test
    void connectionThatBreaksIsTriedElsewhereForAnIdempotentCall() {
        HttpInstance breaking = start("u-1", HttpInstance::breakOff);
        offer(breaking, start("u-2"));

        assertThat(Stream.generate(() -> getUnchecked("/")).limit(4)).containsOnly("u-2");
        assertThat(breaking.requests()).isNotEmpty();
    }

    @Test
    void retriesEndWithTheBudget() throws IOException {
        balancer.policy(ServicePolicy.builder()
                .retry(r -> r.attempts(2).budget(0).minPerSecond(0))
                .build());
        offer(goneInstance("u-1"), goneInstance("u-2"));

        assertThatThrownBy(() -> get("/")).hasMessageContaining("the retry budget of the service is spent");
        assertThat(balancer.explain(RequestContext.empty()).candidates())
                .allSatisfy(c -> assertThat(c.figures()).contains("0 in flight"));
    }

    @Test
    void oneShotBodyIsNeverSentTwice() {
        HttpInstance breaking = start("u-1", HttpInstance::breakOff);
        offer(breaking, start("u-2", HttpInstance::breakOff));

        assertThatThrownBy(() ->
                        call(new Request.Builder().url("http://user-service/").put(new OneShot())))
                .isInstanceOf(IOException.class);

        assertThat(running).flatExtracting(HttpInstance::requests).hasSize(1);
    }

    @Test
    void afterThreeAttemptsTheErrorSaysWhoWasTried() throws IOException {
        offer(goneInstance("u-1"), goneInstance("u-2"), goneInstance("u-3"), goneInstance("u-4"));

        assertThatThrownBy(() -> get("/"))
                .isInstanceOf(ServiceCallException.class)
                .hasMessageMatching("(?s)No instance of user-service answered GET http://user-service/.*"
                        + "(u-\\d 127.0.0.1:\\d+: Connection refused; ){3}3 attempts are allowed\\.")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    }

    @Test
    void withoutInstancesTheErrorIsAnIoExceptionThatExplains() {
        offer(new ServiceInstance[0]);

        assertThatThrownBy(() -> get("/"))
                .isInstanceOf(ServiceCallException.class)
                .hasCauseInstanceOf(NoInstanceException.class)
                .hasMessageContaining("no instance of user-service may take this request");
    }

    @Test
    void httpsNeverGoesOutInTheClear() {
        HttpInstance plain = start("u-1");
        offer(plain);

        assertThatThrownBy(() -> call(new Request.Builder().url("https://user-service/")))
                .isInstanceOf(ServiceCallException.class)
                .hasMessageContaining("no instance of user-service is registered as secure");
        assertThat(plain.requests()).isEmpty();
    }

    @Test
    void callsInFlightAreCountedUntilTheResponseBegins() throws IOException {
        offer(
                start(
                        "u-1",
                        exchange -> HttpInstance.answer(
                                exchange,
                                200,
                                balancer.explain(RequestContext.empty())
                                        .candidates()
                                        .toString())),
                start("u-2"));

        assertThat(get("/") + get("/")).contains("1 in flight");
        assertThat(balancer.explain(RequestContext.empty()).candidates())
                .allSatisfy(c -> assertThat(c.figures()).doesNotContain("1 in flight"));
    }

    @Test
    void otherHostsAreLeftAlone() throws IOException {
        HttpInstance outside = start("outside");
        offer(new ServiceInstance[0]);
        String url = "http://127.0.0.1:" + outside.instance().build().port() + "/";

        try (Response response = call(new Request.Builder().url(url))) {
            assertThat(response.body().string()).isEqualTo("outside");
        }
    }

    @Test
    void aClientOfOnesOwnKeepsWhatItIs() throws IOException {
        offer(start("u-1"));
        OkHttpClient base = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("x-own", "kept").build()))
                .build();

        OkHttpClient balanced = clients.like(clients.like(base));
        balanced.newCall(new Request.Builder().url("http://user-service/").build())
                .execute()
                .close();

        assertThat(balanced.connectionPool()).isSameAs(base.connectionPool());
        assertThat(running.get(0).requests())
                .singleElement()
                .satisfies(
                        e -> assertThat(e.getRequestHeaders().getFirst("x-own")).isEqualTo("kept"));
    }

    private HttpInstance start(String id) {
        return remember(HttpInstance.start("user-service", id));
    }

    private HttpInstance start(String id, com.sun.net.httpserver.HttpHandler handler) {
        return remember(HttpInstance.start("user-service", id, handler));
    }

    private HttpInstance remember(HttpInstance instance) {
        running.add(instance);
        return instance;
    }

    private void offer(HttpInstance... instances) {
        offer(Stream.of(instances).map(i -> i.instance().build()).toArray(ServiceInstance[]::new));
    }

    private void offer(ServiceInstance... instances) {
        balancer.update(List.of(instances));
    }

    private ServiceInstance goneInstance(String id) {
        HttpInstance gone = start(id);
        gone.close();
        return gone.instance().build();
    }

    private String get(String path) throws IOException {
        try (Response response = call(new Request.Builder().url("http://user-service" + path))) {
            return response.body().string();
        }
    }

    private String getUnchecked(String path) {
        try {
            return get(path);
        } catch (IOException e) {
            throw new AssertionError("The call failed.", e);
        }
    }

    private void post(RequestBody body) throws IOException {
        call(new Request.Builder().url("http://user-service/").post(body)).close();
    }

    private Response call(Request.Builder request) throws IOException {
        return clients.own().newCall(request.build()).execute();
    }

    /** A body that can be written once. */
    private static final class OneShot extends RequestBody {
        @Override
        public MediaType contentType() {
            return MediaType.get("text/plain");
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("once");
        }
    }
}

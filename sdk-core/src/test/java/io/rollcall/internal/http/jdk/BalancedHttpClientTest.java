package io.rollcall.internal.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.rollcall.event.CallAttemptEvent;
import io.rollcall.http.ServiceCallException;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.http.BalancedClients;
import io.rollcall.internal.http.CallConfig;
import io.rollcall.internal.http.ServiceNames;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.testing.HttpInstance;
import io.rollcall.time.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** As the JDK's client is used, against real servers. */
class BalancedHttpClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LARGE = "0123456789".repeat(100_000);

    private final LoadBalancer balancer = LoadBalancer.builder("user-service")
            .policy(ServicePolicy.builder()
                    .strategy(Strategies.roundRobin())
                    .route(Route.when(RequestMatch.attribute("x-canary").is("true"))
                            .to(Subset.version("2.x")))
                    .build())
            .build();
    private final List<CallAttemptEvent> attempts = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final BalancedClients clients = new BalancedClients(
            service -> balancer,
            ServiceNames.declared(Set.of()),
            new SdkRuntime(TimeSource.system(), Randomness.perThread(), scheduler, Runnable::run, Runnable::run),
            CallConfig.on(Thread::new).withAttempts(attempts::add));
    private final BalancedHttpClient client = BalancedHttpClient.over(clients.own());
    /** No bound of its own ends a call. */
    private final BalancedHttpClient patient = BalancedHttpClient.over(
            clients.own().newBuilder().readTimeout(Duration.ofMinutes(2)).build());

    private final List<HttpInstance> running = new ArrayList<>();

    @AfterEach
    void end() {
        running.forEach(HttpInstance::close);
        clients.close();
        scheduler.shutdownNow();
    }

    @Test
    void callsGoToAllInstances() throws Exception {
        offer(start("u-1"), start("u-2"));

        assertThat(Set.of(get(client, "/").body(), get(client, "/").body())).containsExactlyInAnyOrder("u-1", "u-2");
    }

    @Test
    void aResponseTellsWhatTheJdksClientWouldTell() throws Exception {
        offer(HttpInstance.start("user-service", "u-1", exchange -> {
            exchange.getResponseHeaders().add("X-Two", "a");
            exchange.getResponseHeaders().add("X-Two", "b");
            HttpInstance.answer(exchange, 404, "none");
        }));

        HttpResponse<String> response = get(client, "/users/1?full=yes");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().allValues("x-two")).containsExactly("a", "b");
        assertThat(response.uri()).isEqualTo(URI.create("http://user-service/users/1?full=yes"));
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(response.previousResponse()).isEmpty();
    }

    @Test
    void aLargeBodyIsSentAndReceivedWhole() throws Exception {
        offer(echo());

        HttpResponse<String> known = client.send(post(BodyPublishers.ofString(LARGE)), BodyHandlers.ofString());
        HttpResponse<String> streamed = client.send(
                post(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(LARGE.getBytes(StandardCharsets.UTF_8)))),
                BodyHandlers.ofString());

        assertThat(known.body()).isEqualTo(LARGE);
        assertThat(streamed.body()).isEqualTo(LARGE);
    }

    @Test
    void aStreamedBodyIsReadPieceByPiece() throws Exception {
        offer(echo());

        try (InputStream body = client.send(post(BodyPublishers.ofString(LARGE)), BodyHandlers.ofInputStream())
                .body()) {
            assertThat(new String(body.readNBytes(10), StandardCharsets.UTF_8)).isEqualTo("0123456789");
            assertThat(body.readAllBytes()).hasSize(LARGE.length() - 10);
        }
    }

    @Test
    void linesComeAsTheyAreSent() throws Exception {
        offer(HttpInstance.start("user-service", "u-1", exchange -> HttpInstance.answer(exchange, 200, "a\nb\nc")));

        try (Stream<String> lines =
                client.send(to("/").build(), BodyHandlers.ofLines()).body()) {
            assertThat(lines).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aPostWithoutBodyIsSent() throws Exception {
        offer(echo());

        HttpRequest request = to("/").POST(BodyPublishers.noBody()).build();

        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEmpty();
    }

    @Test
    @DisplayName("F32 a refused connection is tried on another instance")
    void aRefusedConnectionIsTriedElsewhere() throws Exception {
        HttpInstance gone = start("u-0");
        ServiceInstance refusing = gone.instance().build();
        gone.close();
        balancer.update(List.of(refusing, start("u-1").instance().build()));

        assertThat(get(client, "/").body()).isEqualTo("u-1");
        assertThat(get(client, "/").body()).isEqualTo("u-1");
    }

    @Test
    void routesGoByHeadersAndByAttributesOfTheClient() throws Exception {
        HttpInstance old = start("u-1");
        HttpInstance canary = start("u-2");
        balancer.update(List.of(
                old.instance().version("1.0.0").build(),
                canary.instance().version("2.0.0").build()));

        HttpRequest marked = to("/").header("x-canary", "true").build();
        BalancedHttpClient forCanary = client.with(RequestContext.of("x-canary", "true"));

        assertThat(client.send(marked, BodyHandlers.ofString()).body()).isEqualTo("u-2");
        assertThat(get(forCanary, "/").body()).isEqualTo("u-2");
    }

    @Test
    void aServiceWithoutInstancesFailsTheCall() {
        offer();

        assertThatThrownBy(() -> get(client, "/")).isInstanceOf(ServiceCallException.class);
        assertThat(client.sendAsync(to("/").build(), BodyHandlers.ofString()))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(ServiceCallException.class);
    }

    @Test
    void aResponseThatDoesNotBeginInTimeIsATimeout() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        offer(silent(never));

        HttpRequest request = to("/").timeout(Duration.ofMillis(100)).build();

        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("PT0.1S");
        await().untilAsserted(() -> assertThat(attempts)
                .as("it counts against the instance")
                .extracting(CallAttemptEvent::outcome)
                .containsExactly(Outcome.TIMEOUT));
        never.countDown();
    }

    @Test
    void cancellingTheFutureEndsTheCall() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        offer(silent(never));
        CompletableFuture<HttpResponse<String>> call = patient.sendAsync(to("/").build(), BodyHandlers.ofString());
        await().until(() -> !running.get(0).requests().isEmpty());

        call.cancel(true);

        await().untilAsserted(() ->
                assertThat(clients.own().dispatcher().runningCallsCount()).isZero());
        assertThat(attempts).extracting(CallAttemptEvent::outcome).containsExactly(Outcome.CANCELLED);
        never.countDown();
    }

    @Test
    void aPublisherThatFailsFailsTheCall() {
        offer(echo());

        HttpRequest request = post(BodyPublishers.ofInputStream(() -> new InputStream() {
            @Override
            public int read() {
                throw new UncheckedIOException(new IOException("the file is gone"));
            }
        }));

        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("the file is gone");
    }

    @Test
    void interruptingTheSenderEndsTheCall() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        offer(silent(never));
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread sender = new Thread(() -> thrown.complete(catchThrowable(() -> get(patient, "/"))));
        sender.start();
        await().until(() -> !running.get(0).requests().isEmpty());

        sender.interrupt();

        assertThat(thrown).succeedsWithin(SOON).isInstanceOf(InterruptedException.class);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(attempts)
                        .extracting(CallAttemptEvent::outcome)
                        .containsExactly(Outcome.CANCELLED));
        never.countDown();
    }

    @Test
    @DisplayName("F32 a body of unknown length is sent once, one of known length to the next instance too")
    void aBodyOfUnknownLengthIsSentOnce() throws Exception {
        HttpInstance one = unavailable("u-1");
        HttpInstance other = unavailable("u-2");
        offer(one, other);
        HttpRequest streamed = to("/").PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10])))
                .build();

        assertThat(client.send(streamed, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        assertThat(one.requests().size() + other.requests().size()).isOne();

        client.send(to("/").PUT(BodyPublishers.ofString("again")).build(), BodyHandlers.ofString());
        assertThat(one.requests().size() + other.requests().size()).isEqualTo(3);
    }

    private static HttpInstance unavailable(String id) {
        return HttpInstance.start("user-service", id, exchange -> HttpInstance.answer(exchange, 503, id));
    }

    private HttpInstance start(String id) {
        return HttpInstance.start("user-service", id);
    }

    private static HttpInstance echo() {
        return HttpInstance.start("user-service", "u-1", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            HttpInstance.answer(exchange, 200, body);
        });
    }

    private static HttpInstance silent(CountDownLatch end) {
        return HttpInstance.start("user-service", "u-1", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void offer(HttpInstance... instances) {
        running.addAll(List.of(instances));
        balancer.update(Stream.of(instances).map(i -> i.instance().build()).toList());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://user-service" + path));
    }

    private static HttpRequest post(HttpRequest.BodyPublisher body) {
        return to("/").POST(body).build();
    }

    private static HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(to(path).build(), BodyHandlers.ofString());
    }
}

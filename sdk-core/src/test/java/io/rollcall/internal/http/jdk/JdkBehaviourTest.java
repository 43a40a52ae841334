package io.rollcall.internal.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.http.BalancedClients;
import io.rollcall.internal.http.CallConfig;
import io.rollcall.internal.http.ServiceNames;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.random.Randomness;
import io.rollcall.testing.HttpInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documented behaviours of the JDK's client through the balanced one: the table of docs/calls.md. */
class JdkBehaviourTest {
    @TempDir
    Path directory = Path.of("");

    private final LoadBalancer balancer = LoadBalancer.of("users");
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final BalancedClients clients = new BalancedClients(
            service -> balancer,
            ServiceNames.declared(Set.of()),
            new SdkRuntime(TimeSource.system(), Randomness.perThread(), scheduler, Runnable::run, Runnable::run),
            CallConfig.on(Thread::new));
    private final HttpClient client = BalancedHttpClient.over(clients.own());
    private final HttpInstance instance = HttpInstance.start("users", "u-1", exchange -> {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        HttpInstance.answer(
                exchange,
                200,
                exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Expect") + " " + body);
    });

    JdkBehaviourTest() {
        balancer.update(List.of(instance.instance().build()));
    }

    @AfterEach
    void end() {
        clients.close();
        instance.close();
        scheduler.shutdownNow();
    }

    @Test
    void bodiesGoWhereTheirHandlerPutsThem() throws Exception {
        Path file = directory.resolve("body");

        assertThat(client.send(to().build(), BodyHandlers.ofFile(file)).body()).isEqualTo(file);
        assertThat(Files.readString(file)).isEqualTo("GET null ");
        assertThat(client.send(to().build(), BodyHandlers.discarding()).body()).isNull();
        assertThat(client.send(to().build(), BodyHandlers.ofByteArray()).body()).hasSize(9);
    }

    @Test
    void expectContinueIsSent() throws Exception {
        HttpRequest request =
                to().expectContinue(true).POST(BodyPublishers.ofString("order")).build();

        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("POST 100-continue order");
    }

    @Test
    @DisplayName("the request's version is ignored: the protocol is what instance and OkHttp client agree on")
    void versionOfTheRequestIsIgnored() throws Exception {
        HttpResponse<String> response =
                client.send(to().version(HttpClient.Version.HTTP_2).build(), BodyHandlers.ofString());

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(response.sslSession()).isEmpty();
    }

    @Test
    @DisplayName("GET has no body: OkHttp sends none")
    void getHasNoBody() {
        HttpRequest request =
                to().method("GET", BodyPublishers.ofString("query")).build();

        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET");
    }

    @Test
    @DisplayName("what the OkHttp client decides is not set here")
    void settingsAreTheOkHttpClients() {
        assertThat(client.cookieHandler()).isEmpty();
        assertThat(client.authenticator()).isEmpty();
        assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.ALWAYS);
        assertThat(client.connectTimeout()).contains(Duration.ofSeconds(2));
        assertThat(client.executor()).isPresent();
        assertThatThrownBy(client::sslContext).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(client::newWebSocketBuilder).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("nothing is pushed")
    void nothingIsPushed() {
        assertThat(client.sendAsync(to().build(), BodyHandlers.ofString(), (initiating, pushed, acceptor) -> {
                    throw new AssertionError("pushed: " + pushed);
                }))
                .succeedsWithin(Duration.ofSeconds(20))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(200);
    }

    @Test
    @DisplayName("closing it, where the JDK has that, closes nothing: it ends with the OkHttp client")
    void closingItClosesNothing() throws Exception {
        if (((Object) client) instanceof AutoCloseable closeable) {
            closeable.close();
        }

        assertThat(client.send(to().build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("a handler that throws fails the call")
    void handlerThatThrows() {
        assertThatThrownBy(() -> client.send(to().build(), info -> {
                    throw new IllegalStateException("no handler for " + info.statusCode());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no handler for 200");
    }

    @Test
    @DisplayName("other hosts are called as they are")
    void otherHostsAreCalledAsTheyAre() throws IOException, InterruptedException {
        URI plain = URI.create("http://" + instance.instance().build().authority() + "/");

        assertThat(client.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("GET null ");
    }

    private static HttpRequest.Builder to() {
        return HttpRequest.newBuilder(URI.create("http://users/"));
    }
}

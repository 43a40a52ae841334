package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CallCommandTest {
    private final MockRegistry registry = MockRegistry.start();
    private final HttpServer first = server("a");
    private final HttpServer second = server("b");
    private final Terminal terminal = new Terminal();

    @AfterEach
    void stop() {
        first.stop(0);
        second.stop(0);
        registry.close();
    }

    @Test
    void callsAreBalancedAndSayWhoAnswered() {
        assertThat(call("http://user-service/users/42", "-n", "40", "--json")).isZero();

        Set<String> answered = terminal.lines().stream()
                .map(line -> JsonMapper.shared().readTree(line).get("instance").asString())
                .collect(Collectors.toSet());
        assertThat(answered).containsExactlyInAnyOrder("a", "b");
        assertThat(terminal.err()).contains("40 calls, 0 failed");
    }

    @Test
    void headersReachTheInstance() {
        assertThat(call("http://user-service/", "-H", "x-user: 7")).isZero();

        assertThat(terminal.out()).contains("200", "user 7");
    }

    @Test
    void badAnswerIsAFailure() {
        assertThat(call("http://user-service/missing", "--json")).isEqualTo(1);

        assertThat(terminal.lastJson().get("status").asInt()).isEqualTo(404);
        assertThat(terminal.lastJson().get("error").asString()).isEqualTo("status 404");
    }

    @Test
    void instancesThatAreGoneAreAFailureThatSaysWhoWasTried() {
        first.stop(0);
        second.stop(0);

        assertThat(call("http://user-service/")).isEqualTo(1);

        assertThat(terminal.out()).contains("failed: ", "a 127.0.0.1:", "b 127.0.0.1:");
    }

    @Test
    void serviceWithoutInstances() {
        assertThat(call("http://nobody/")).isEqualTo(1);

        assertThat(terminal.err()).hasLineCount(1).contains("\"nobody\"");
    }

    private int call(String url, String... more) {
        String[] args = new String[more.length + 4];
        args[0] = "call";
        args[1] = url;
        args[2] = "--registry";
        args[3] = registry.uri().toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return terminal.run(args);
    }

    private HttpServer server(String id) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] body = ("user " + exchange.getRequestHeaders().getFirst("x-user")).getBytes(UTF_8);
                exchange.sendResponseHeaders(
                        exchange.getRequestURI().getPath().equals("/missing") ? 404 : 200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            registry.register(RegistrationRequest.of(
                            "user-service", "127.0.0.1", server.getAddress().getPort())
                    .instanceId(id)
                    .build());
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

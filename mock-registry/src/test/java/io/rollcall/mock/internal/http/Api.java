package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client for tests that holds all of its traffic against the contract: every response has to match it, and a request
 * that does not must be refused.
 */
public final class Api {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Contract CONTRACT = new Contract();
    private static final JsonMapper JSON = new JsonMapper();

    private final URI uri;

    private Api(URI uri) {
        this.uri = uri;
    }

    public static Api of(MockRegistry registry) {
        return new Api(registry.uri());
    }

    /** An answer whose body has been read. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** A field of a problem, as text. */
        public String problem(String field) {
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            return json().path(field).asString("");
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, "");
    }

    /** Registers with a JSON text in which quotes may be written as apostrophes. */
    public Answer register(String json) {
        return send("POST", "/services/register", json, "Content-Type", "application/json");
    }

    public Answer heartbeat(String service, String id, String json) {
        String path = "/services/" + service + "/instances/" + id + "/heartbeat";
        return send("PUT", path, json, "Content-Type", "application/json");
    }

    public Answer send(String method, String path, String text, String... headers) {
        String body = text.replace('\'', '"');
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        Answer answer = exchange(request.build());
        String type = answer.header("Content-Type");
        assertThat(CONTRACT.responseFaults(method, path, answer.status, type, answer.body))
                .as("%s %s → %s", method, path, answer)
                .isEmpty();
        assertThat(answer.header("X-Rollcall-Incarnation")).isNotEmpty();
        if (answer.status < 400) {
            assertThat(CONTRACT.requestFaults(method, path, body))
                    .as("accepted, although the contract forbids it: %s", body)
                    .isEmpty();
        }
        return answer;
    }

    private static Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

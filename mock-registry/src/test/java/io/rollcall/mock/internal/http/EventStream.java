package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a registry's event stream on the test's own thread, and holds each event against the contract. */
public final class EventStream implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final Contract CONTRACT = new Contract();
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpURLConnection connection;
    private final BufferedReader reader;

    private EventStream(HttpURLConnection connection) throws IOException {
        this.connection = connection;
        this.reader = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    /** One event. */
    public record Event(long id, String name, String data) {
        public JsonNode json() {
            return JSON.readTree(data);
        }

        public String service() {
            return json().get("serviceName").stringValue();
        }

        public List<String> instanceIds() {
            List<String> ids = new ArrayList<>();
            json().get("instances")
                    .forEach(instance -> ids.add(instance.get("instanceId").stringValue()));
            return ids;
        }
    }

    /** Connects to {@code /services/events?} plus the query. */
    public static EventStream open(URI registry, String query, String... headers) throws IOException {
        URI uri = registry.resolve("/services/events?" + query);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout(PATIENCE_MILLIS);
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        EventStream stream = new EventStream(connection);
        assertThat(connection.getContentType()).isEqualTo("text/event-stream");
        return stream;
    }

    public String header(String name) {
        return Objects.requireNonNull(connection.getHeaderField(name), name);
    }

    /** The next event; fails if none comes within some seconds. */
    public Event next() throws IOException {
        List<String> lines = block();
        while (lines.get(0).startsWith(":")) {
            lines = block();
        }
        Event event = new Event(Long.parseLong(value(lines, "id")), value(lines, "event"), value(lines, "data"));
        assertThat(CONTRACT.faultsBySchema("Instances", event.data)).isEmpty();
        assertThat(event.json().get("revision").longValue()).isEqualTo(event.id);
        return event;
    }

    /** The next comment line; fails if an event comes first. */
    public String nextComment() throws IOException {
        List<String> lines = block();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    /** Whether the registry ends the stream, instead of sending another block. */
    public boolean ends() throws IOException {
        return reader.readLine() == null;
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private List<String> block() throws IOException {
        List<String> lines = new ArrayList<>();
        @Nullable String line = reader.readLine();
        while (line != null && !line.isEmpty()) {
            lines.add(line);
            line = reader.readLine();
        }
        assertThat(line).as("the stream has ended").isNotNull();
        return lines;
    }

    private static String value(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field + ": "))
                .map(line -> line.substring(field.length() + 2))
                .findAny()
                .orElseThrow(() -> new AssertionError("no " + field + " in " + lines));
    }
}

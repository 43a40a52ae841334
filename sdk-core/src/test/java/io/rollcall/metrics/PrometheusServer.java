package io.rollcall.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus on a free port of the loopback address, which scrapes and evaluates once a second. Without its
 * binary, tests are skipped, or fail if CI=true.
 */
final class PrometheusServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final OkHttpClient http = new OkHttpClient();
    private final int port = freePort();
    private final Process process;
    private final Thread onExit;

    private PrometheusServer(Path folder) throws IOException {
        this.process = new ProcessBuilder(
                        binary("prometheus"),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        this.onExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(onExit);
        await("Prometheus, see " + folder + "/log")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(this::isReady);
    }

    private boolean isReady() throws IOException {
        try (Response response = send("/-/ready", "", "")) {
            return response.isSuccessful();
        }
    }

    /** Starts one that scrapes {@code targets}, host and port by job, and evaluates {@code rules}. */
    static PrometheusServer start(Path folder, Map<String, String> targets, String rules) throws IOException {
        binary("prometheus");
        Files.writeString(folder.resolve("rules.yaml"), rules);
        StringBuilder config = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n")
                .append("rule_files: [rules.yaml]\nscrape_configs:\n");
        targets.forEach((job, target) -> config.append("  - {job_name: ")
                .append(job)
                .append(", static_configs: [{targets: [\"")
                .append(target)
                .append("\"]}]}\n"));
        Files.writeString(folder.resolve("prometheus.yml"), config);
        return new PrometheusServer(folder);
    }

    /** Where {@code .ci/install-prometheus} puts {@code name}. */
    private static String binary(String name) {
        String folder = Objects.requireNonNullElse(
                System.getenv("ROLLCALL_PROMETHEUS_DIR"),
                System.getProperty("user.home") + "/.cache/rollcall/prometheus");
        Path binary = Path.of(folder, name);
        if (!Files.isExecutable(binary)) {
            String message = binary + ": no Prometheus found. Next: run .ci/install-prometheus";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        return binary.toString();
    }

    /** The exit code and output of {@code promtool}. */
    static String promtool(Path folder, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = binary("promtool");
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process tool = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return tool.waitFor() + " " + output;
    }

    /** The data of {@code /api/v1/…}. */
    JsonNode get(String path) {
        return data(path, "", "");
    }

    /**
     * The current series of {@code expression}.
     *
     * @throws IllegalArgumentException if it is not an expression
     */
    JsonNode query(String expression) {
        return data("query", "query", expression).get("result");
    }

    private JsonNode data(String path, String parameter, String value) {
        try (Response response = send("/api/v1/" + path, parameter, value)) {
            JsonNode body = JSON.readTree(response.body().string());
            if (!response.isSuccessful()) {
                throw new IllegalArgumentException(value + ": " + body);
            }
            return body.get("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response send(String path, String parameter, String value) throws IOException {
        HttpUrl url = HttpUrl.get("http://127.0.0.1:" + port + path)
                .newBuilder()
                .addQueryParameter(parameter, value)
                .build();
        return http.newCall(new Request.Builder().url(url).build()).execute();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Runtime.getRuntime().removeShutdownHook(onExit);
        http.connectionPool().evictAll();
        http.dispatcher().executorService().shutdown();
    }
}

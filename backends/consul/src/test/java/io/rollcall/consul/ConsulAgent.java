package io.rollcall.consul;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Consul agent on free ports of the loopback address, with a temporary folder of its own. It can be killed and
 * started again on the same ports. Not threadsafe.
 */
final class ConsulAgent implements AutoCloseable {
    /** The token of the agent with ACLs that may do everything. */
    static final String MASTER_TOKEN = "5d40d6e6-5c4b-4d6e-9c3c-0d7c6a7f9b11";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final OkHttpClient HTTP = new OkHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> command = new ArrayList<>();
    private final Path folder;
    private final int port = freePort();
    private final int securePort = freePort();
    private final int serverPort = freePort();
    private final int serfPort = freePort();
    private final boolean elects;
    private final Thread onExit = new Thread(this::kill);
    private @Nullable Process process;

    private ConsulAgent(boolean elects, String... options) {
        this.elects = elects;
        command.add(ConsulBinary.path().toString());
        try {
            this.folder = Files.createTempDirectory("rollcall-consul");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.addAll(List.of("agent", "-bind=127.0.0.1", "-client=127.0.0.1"));
        command.addAll(List.of("-http-port=" + port, "-server-port=" + serverPort, "-serf-lan-port=" + serfPort));
        command.addAll(List.of("-serf-wan-port=-1", "-dns-port=-1", "-grpc-port=-1", "-log-level=warn"));
        command.addAll(List.of("-node=node-" + port, "-disable-host-node-id"));
        command.addAll(List.of(options));
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Keeps everything in memory: it is empty whenever it starts. */
    static ConsulAgent inMemory() {
        return new ConsulAgent(true, "-dev").start();
    }

    /** Keeps its data in a folder, through every kill. */
    static ConsulAgent withData() {
        ConsulAgent agent = new ConsulAgent(true, "-server", "-bootstrap-expect=1");
        agent.command.add("-data-dir=" + agent.folder);
        agent.command.add("-hcl=performance { raft_multiplier = 1 }");
        return agent.start();
    }

    /** Lets nobody do anything without a token. */
    static ConsulAgent withAcl() {
        return new ConsulAgent(
                        true,
                        "-dev",
                        "-hcl=acl { enabled = true default_policy = \"deny\" tokens { master = \"" + MASTER_TOKEN
                                + "\" agent = \"" + MASTER_TOKEN + "\" } }")
                .start();
    }

    /**
     * Speaks TLS as well, shows a certificate, and wants to see one.
     *
     * @param authority of its clients
     */
    static ConsulAgent withTls(Path certificate, Path key, Path authority) {
        return new ConsulAgent(true, "-dev")
                .with("cert_file", certificate)
                .with("key_file", key)
                .with("ca_file", authority)
                .withSecurePort()
                .start();
    }

    private ConsulAgent with(String setting, Path file) {
        command.add("-hcl=" + setting + " = \"" + file + "\"");
        return this;
    }

    private ConsulAgent withSecurePort() {
        command.addAll(List.of("-hcl=verify_incoming_https = true", "-hcl=ports { https = " + securePort + " }"));
        return this;
    }

    /** Three servers that found each other, each with a folder for its data. */
    static List<ConsulAgent> cluster() {
        List<ConsulAgent> servers = Stream.generate(
                        () -> new ConsulAgent(true, "-server", "-bootstrap-expect=3", "-retry-interval=200ms"))
                .limit(3)
                .toList();
        for (ConsulAgent server : servers) {
            server.command.add("-data-dir=" + server.folder);
            server.command.add("-hcl=performance { raft_multiplier = 1 }");
            servers.forEach(other -> server.command.add("-retry-join=127.0.0.1:" + other.serfPort));
            server.launch();
        }
        servers.forEach(ConsulAgent::awaitReady);
        return servers;
    }

    /** One of three servers, which waits for the others for ever. */
    static ConsulAgent withoutLeader() {
        ConsulAgent agent = new ConsulAgent(false, "-server", "-bootstrap-expect=3");
        agent.command.add("-data-dir=" + agent.folder);
        return agent.start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, and waits until it answers and, unless it never will, has a leader. */
    ConsulAgent start() {
        launch();
        return awaitReady();
    }

    /** Starts it. */
    void launch() {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConsulAgent awaitReady() {
        await("an agent at port " + port + ", see " + folder + "/log")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> elects
                        ? get("/v1/status/leader").asString("").contains(":")
                        : !get("/v1/agent/self").isEmpty());
        return this;
    }

    /** As kill -9 does. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** {@code consul://127.0.0.1:port}, with {@code query} if it is not empty. */
    URI uri(String query) {
        return URI.create("consul://127.0.0.1:" + port + (query.isEmpty() ? "" : "?" + query));
    }

    /** The same over TLS. */
    URI secureUri(String query) {
        return URI.create("consuls://127.0.0.1:" + securePort + (query.isEmpty() ? "" : "?" + query));
    }

    /** Whether it leads, as {@code other} says. */
    boolean isLeader(ConsulAgent other) {
        return other.get("/v1/status/leader").asString("").equals("127.0.0.1:" + serverPort);
    }

    int port() {
        return port;
    }

    String node() {
        return "node-" + port;
    }

    JsonNode get(String path) {
        return call(new Request.Builder().url("http://127.0.0.1:" + port + path));
    }

    JsonNode put(String path, String body) {
        return call(new Request.Builder().url("http://127.0.0.1:" + port + path).put(RequestBody.create(body, null)));
    }

    void delete(String path) {
        call(new Request.Builder().url("http://127.0.0.1:" + port + path).delete());
    }

    private static JsonNode call(Request.Builder request) {
        try (Response response = HTTP.newCall(
                        request.header("X-Consul-Token", MASTER_TOKEN).build())
                .execute()) {
            String body = response.body().string();
            if (!response.isSuccessful()) {
                throw new IllegalStateException(response.code() + " " + body);
            }
            return JSON.readTree(body.isBlank() ? "null" : body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Registers a service as some other tool would. */
    void registerForeign(String json) {
        put("/v1/agent/service/register", json);
    }

    /** Removes every service from the agent, and waits until the catalog knows. */
    void clear() {
        get("/v1/agent/services").propertyNames().forEach(id -> put("/v1/agent/service/deregister/" + id, ""));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> get("/v1/catalog/services").size() == 1);
    }

    /** Closes {@code what}, as far as it was made: a test class whose agent could not start has none. */
    static void closeAll(@Nullable AutoCloseable... what) throws Exception {
        for (AutoCloseable one : what) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(onExit);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return Objects.toString(uri(""));
    }
}

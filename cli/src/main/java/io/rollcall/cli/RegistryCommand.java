package io.rollcall.cli;

import io.rollcall.mock.MockRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the mock registry as a process. */
@Command(
        name = "registry",
        description = "Runs a registry for tests and laptops, in memory, until Ctrl-C or SIGTERM.",
        sortOptions = false)
final class RegistryCommand implements Runnable {
    @Option(names = "--port", defaultValue = "8848", description = "0 takes any free one. Default: 8848.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 is reachable from other machines. Default: 127.0.0.1.")
    private String host = "";

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            description = "A further name that clients may call it by, or * for any; may be repeated.")
    private List<String> allowedHosts = new ArrayList<>();

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long a lease lasts without a heartbeat. Default: 30s.")
    private Duration ttl = Duration.ZERO;

    @Option(
            names = "--heartbeat",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "The heartbeat period of instances; shorter than the ttl. Default: 10s.")
    private Duration heartbeat = Duration.ZERO;

    @Option(
            names = "--preservation",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "How long leases are kept at most while too many would expire at once; 0s for not at all."
                    + " Default: 5m.")
    private Duration preservation = Duration.ZERO;

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        try (Termination termination = Termination.expected();
                MockRegistry registry = start()) {
            output.print(
                    new Started(registry.uri().toString(), registry.port()),
                    () -> "registry " + registry.uri() + "\npage     " + registry.uri() + "/\n(Ctrl-C ends it)");
            termination.await();
        }
    }

    private MockRegistry start() {
        return MockRegistry.builder()
                .host(host)
                .port(port)
                .allowedHosts(allowedHosts.toArray(String[]::new))
                .ttl(ttl)
                .heartbeat(heartbeat)
                .preservation(preservation)
                .start();
    }

    /** The output of {@code --json} when it listens. */
    record Started(String registry, int port) {}
}

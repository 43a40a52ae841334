package io.rollcall.cli;

import io.rollcall.Rollcall;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers an instance and keeps it registered. */
@Command(
        name = "register",
        description =
                "Registers an instance and sends its heartbeats until Ctrl-C or SIGTERM, then drains and removes it.",
        sortOptions = false)
final class RegisterCommand implements Runnable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Parameters(paramLabel = "SERVICE", description = "The service's name.")
    private String service = "";

    @Option(names = "--port", required = true, description = "The port that calls go to.")
    private int port;

    @Option(names = "--host", description = "Default: this machine's address.")
    private @Nullable String host;

    @Option(names = "--id", description = "Default: derived from service, host and port.")
    private @Nullable String id;

    @Option(names = "--version", description = "Preferably SemVer, such as 1.4.0.")
    private @Nullable String version;

    @Option(names = "--env", description = "Such as prod.")
    private @Nullable String env;

    @Option(names = "--zone", description = "Such as eu-1a.")
    private @Nullable String zone;

    @Option(names = "--weight", description = "Its share, 0 to 10000. Default: 100.")
    private @Nullable Integer weight;

    @Option(names = "--secure", description = "The port speaks TLS.")
    private boolean secure;

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", description = "A further entry; may be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        ServiceInstance instance = instance();
        try (Termination termination = Termination.expected();
                Rollcall rollcall = registry.builder().failFast(true).build()) {
            rollcall.services(); // fails here if the registry is down, before anything is registered
            Registration registration = rollcall.register(instance);
            registration.awaitUp(TIMEOUT);
            output.print(
                    new Registered(registry.toString(), InstanceView.of(registration.instance())),
                    () -> "registered " + registration.instance() + " at " + registry + " (Ctrl-C removes it)");
            termination.await();
        }
    }

    private ServiceInstance instance() {
        ServiceInstance.Builder instance =
                ServiceInstance.named(service).port(port).secure(secure).metadata(metadata);
        set(host, instance::host);
        set(id, instance::id);
        set(version, instance::version);
        set(env, instance::env);
        set(zone, instance::zone);
        set(weight, instance::weight);
        return instance.build();
    }

    private static <T> void set(@Nullable T value, Consumer<T> field) {
        if (value != null) {
            field.accept(value);
        }
    }

    /** The output of {@code --json} when the instance is registered. */
    record Registered(String registry, InstanceView instance) {}
}

package io.rollcall.consul;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where {@code install-consul.sh} puts Consul. Without it tests are skipped, or fail where CI=true. */
final class ConsulBinary {
    private ConsulBinary() {}

    static Path path() {
        String folder = Objects.requireNonNullElse(
                System.getenv("ROLLCALL_CONSUL_DIR"),
                System.getProperty("user.home") + "/.cache/rollcall/consul-1.8.7");
        Path binary = Path.of(folder, "consul");
        if (!Files.isExecutable(binary)) {
            String message = binary + ": no Consul there. Next: backends/consul/install-consul.sh";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        return binary;
    }
}

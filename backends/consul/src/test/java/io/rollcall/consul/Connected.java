package io.rollcall.consul;

import io.rollcall.Rollcall;
import io.rollcall.RollcallBuilder;
import io.rollcall.model.ServiceInstance;
import java.net.URI;
import java.time.Duration;

/** What tests through the public API begin with. */
final class Connected {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Connected() {}

    /** Drains for a moment only. */
    static RollcallBuilder to(URI uri) {
        return Rollcall.builder().registry(uri.toString()).drainDelay(Duration.ofMillis(200));
    }

    static ServiceInstance orders(int port) {
        return ServiceInstance.named("orders").host("127.0.0.1").port(port).build();
    }
}

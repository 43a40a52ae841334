package io.rollcall.benchmarks.pick;

import io.rollcall.DiscoveredService;
import io.rollcall.Rollcall;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A pick through the SDK, of a service in a real registry: the cost of the discovery cache for a caller. */
@State(Scope.Benchmark)
public class CachedPicks {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The strategy's name. */
    @Param("round-robin")
    public String strategy = "";

    /** How many instances there are. */
    @Param("100")
    public int n;

    private @Nullable MockRegistry registry;
    private @Nullable Rollcall rollcall;

    /** Registers the fleet, and waits until the SDK knows it. */
    @Setup
    public void discover() {
        MockRegistry started = MockRegistry.builder().ttl(Duration.ofHours(1)).start();
        for (int i = 0; i < n; i++) {
            started.register(
                    RegistrationRequest.of(Fleet.SERVICE, Fleet.host(i), 8080).build());
        }
        Rollcall connected = Rollcall.builder()
                .registry(started.uri().toString())
                .service(Fleet.SERVICE, (ServicePolicy.Builder policy) -> policy.strategy(strategy))
                .build();
        DiscoveredService service = connected.service(Fleet.SERVICE);
        service.awaitInstances(n, PATIENCE);
        registry = started;
        rollcall = connected;
    }

    /** Closes the SDK and the registry. */
    @TearDown
    public void close() {
        if (rollcall != null) {
            rollcall.close();
        }
        if (registry != null) {
            registry.close();
        }
    }

    /** Looks the service up and chooses. */
    @Benchmark
    @SuppressWarnings("NullAway") // set by discover()
    public ServiceInstance choose() {
        return rollcall.service(Fleet.SERVICE).choose();
    }
}

package io.rollcall;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollcall.health.HealthCheck;
import io.rollcall.metrics.RollcallMetrics;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.registration.RegistrationOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Health checks of one of several services, with a registry, probes, metrics and real threads. */
class RegistrationChecksOnSocketsTest {
    private static final Duration SOON = ofSeconds(20);
    private static final int CHECKS = 6;

    private final MockRegistry registry =
            MockRegistry.builder().ttl(ofSeconds(2)).heartbeat(ofMillis(200)).start();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Rollcall rollcall = Rollcall.builder()
            .registry(registry.uri().toString())
            .drainDelay(ofMillis(50))
            .healthInterval(ofMillis(50))
            .healthTimeout(ofMillis(50))
            .healthThresholds(1, 1)
            .listener(RollcallMetrics.in(meters))
            .probes(0)
            .build();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();

    @AfterEach
    void end() {
        released.countDown();
        rollcall.close();
        registry.close();
    }

    @Test
    @DisplayName("F11 checks of one service that hang and ignore interrupts take out that service and no other")
    void hungChecksAffectTheirServiceAlone() {
        Registration users = register("users", own -> own.healthCheck("ldap", () -> true));
        users.awaitUp(SOON);
        Registration orders = register("orders", own -> {
            for (int i = 0; i < CHECKS; i++) {
                own.healthCheck("db-" + i, hangingUninterruptibly());
            }
        });

        await().atMost(SOON).until(() -> status("orders") == InstanceStatus.DOWN);
        await().during(ofSeconds(3)).atMost(SOON).until(() -> users.isUp() && status("users") == InstanceStatus.UP);

        assertThat(interrupts).hasValue(CHECKS);
        assertThat(orders.state()).isEqualTo(Registration.State.REGISTERED);
        assertThat(ready()).startsWith("503").contains("orders", "db-0: ").doesNotContain("users");
        assertThat(healthy("orders")).isZero();
        assertThat(healthy("users")).isEqualTo(1);
    }

    @Test
    void closingTheRegistrationThatIsDownMakesTheProcessReady() {
        register("users", own -> {}).awaitUp(SOON);
        Registration orders = register("orders", own -> own.healthCheck("db", () -> false));
        await().atMost(SOON).until(() -> status("orders") == InstanceStatus.DOWN);
        assertThat(ready()).startsWith("503").contains("db: returned false");

        orders.close();

        assertThat(ready()).isEqualTo("200 {\"ready\":true,\"registrations\":1}");
        assertThat(meters.find("rollcall.registration.healthy")
                        .tag("service", "orders")
                        .gauges())
                .isEmpty();
    }

    private HealthCheck.Ping hangingUninterruptibly() {
        return () -> {
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
        };
    }

    private Registration register(String service, Consumer<RegistrationOptions.Builder> own) {
        return rollcall.register(
                ServiceInstance.named(service).host("127.0.0.1").port(80).build(), own);
    }

    private InstanceStatus status(String service) {
        return registry.instances(service).stream()
                .map(found -> found.status())
                .findFirst()
                .orElse(InstanceStatus.STARTING);
    }

    private double healthy(String service) {
        return meters.get("rollcall.registration.healthy")
                .tag("service", service)
                .gauge()
                .value();
    }

    private String ready() {
        int port = rollcall.probeAddress().orElseThrow().getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthz/ready"))
                .timeout(SOON)
                .build();
        try {
            var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

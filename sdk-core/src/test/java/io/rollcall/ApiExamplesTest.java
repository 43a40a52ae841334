package io.rollcall;

import static io.rollcall.loadbalancer.route.RequestMatch.attribute;
import static io.rollcall.loadbalancer.route.Subset.env;
import static io.rollcall.loadbalancer.route.Subset.version;
import static io.rollcall.loadbalancer.route.Subset.zone;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.event.HealthChangedEvent;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.health.HealthCheck.Result;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.registry.security.Tls;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that users write, as the documentation shows it. */
class ApiExamplesTest {
    private final MockRegistry registry = MockRegistry.start();
    private final String url = registry.uri().toString();
    private final HttpInstance user = HttpInstance.start("user-service", "u-5");

    @AfterEach
    void end() {
        user.close();
        registry.close();
    }

    @Test
    void aService() {
        try (Rollcall rollcall = Rollcall.connect(url)) {
            Registration me = rollcall.register(ServiceInstance.named("order-service")
                    .port(8080)
                    .version("1.4.0")
                    .env("prod")
                    .zone("eu-1a")
                    .weight(100)
                    .build());
            me.awaitUp(Duration.ofSeconds(5));

            assertThat(registry.instances("order-service")).hasSize(1);
        }
        assertThat(registry.instances("order-service")).isEmpty();
    }

    @Test
    void aRegistryThatIsSecuredAndMayBeDown(@TempDir Path directory) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "t");
        HeldCertificate own = new HeldCertificate.Builder().build();
        Path pem = Files.writeString(directory.resolve("all.pem"), own.certificatePem() + own.privateKeyPkcs8Pem());
        Tls tls = Tls.builder().trust(pem).identity(pem, pem).build();
        try (Rollcall rollcall = Rollcall.builder()
                .registry(url)
                .tokenFile(token)
                .tls(tls)
                .snapshotDirectory(directory.resolve("snapshots"))
                .prefetch("user-service")
                .ownService("order-service")
                .build()) {
            assertThat(rollcall.service("user-service").snapshot().age()).isLessThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void aCaller() throws IOException {
        try (Rollcall rollcall = withUserService()) {
            OkHttpClient http = rollcall.httpClient();
            try (Response response = http.newCall(new Request.Builder()
                            .url("http://user-service/users/42")
                            .build())
                    .execute()) {
                assertThat(response.body().string()).isEqualTo("u-5");
            }
        }
    }

    @Test
    void aCallerOfAnyProtocol() {
        String userId = "42";
        try (Rollcall rollcall = withUserService()) {
            ServiceInstance instance = rollcall.service("user-service").choose();

            try (Selection selection = rollcall.service("user-service")
                    .select(RequestContext.of("x-canary", "true").key(userId))) {
                assertThat(selection.instance()).isEqualTo(instance);
                selection.succeeded();
            }
        }
    }

    @Test
    void aPolicy() {
        try (Rollcall rollcall = Rollcall.builder()
                .registry(url)
                .service(
                        "user-service",
                        s -> s.strategy(Strategies.peakEwma())
                                .route(Route.when(attribute("x-canary").is("true"))
                                        .to(version("2.x")))
                                .route(Route.split()
                                        .add(90, version("1.x"))
                                        .add(10, version("2.x"))
                                        .stickyBy("user-id"))
                                .require(env("prod"))
                                .prefer(zone("eu-1a"))
                                .outlierDetection(o -> o.consecutiveFailures(5).maxEjected(0.1))
                                .retry(r -> r.attempts(3).budget(0.2)))
                .build()) {
            rollcall.register(user.instance().version("2.0.0").env("prod").build());
            rollcall.service("user-service").awaitInstances(1, Duration.ofSeconds(20));

            assertThat(rollcall.service("user-service")
                            .explain(RequestContext.of("x-canary", "true"))
                            .toString())
                    .startsWith("user-service: 1 instance at revision")
                    .contains("x-canary", "→ u-5 127.0.0.1:");
        }
    }

    @Test
    void healthChecksAndAListener() {
        Database db = new Database();
        List<String> events = new CopyOnWriteArrayList<>();
        RollcallListener listener = new RollcallListener() {
            @Override
            public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
                events.add(event.after().toString());
            }

            @Override
            public void onHealthChanged(HealthChangedEvent event) {
                events.add(event.reason());
            }
        };
        try (Rollcall rollcall = Rollcall.builder()
                .registry(url)
                .healthCheck("db", db::ping)
                .healthCheck("pool", () -> db.isValid(1))
                .healthCheck("lag", () -> db.lag() < 30 ? Result.up() : Result.down("lag " + db.lag() + " s"))
                .listener(listener)
                .build()) {
            rollcall.register(user.instance().build());
            await().atMost(ofSeconds(20)).until(() -> events.contains("pool: returned false"));

            assertThat(registry.instances("user-service")).hasSize(1);
        }
        await().atMost(ofSeconds(20)).untilAsserted(() -> assertThat(events).endsWith("DRAINING", "CLOSED"));
    }

    @Test
    void aCheckOfOneServiceOfSeveral() {
        Database ordersDb = new Database();
        Database ldap = new Database();
        ServiceInstance orders = ServiceInstance.named("orders").port(8080).build();
        ServiceInstance users = ServiceInstance.named("users").port(8081).build();
        try (Rollcall rollcall = Rollcall.connect(url)) {
            rollcall.register(orders, own -> own.healthCheck("db", ordersDb::ping));
            rollcall.register(users, own -> own.healthCheck("ldap", () -> ldap.isValid(1)));

            await().atMost(ofSeconds(20))
                    .untilAsserted(() -> assertThat(rollcall.registrations())
                            .filteredOn(Registration::isUp)
                            .singleElement()
                            .satisfies(up -> assertThat(up.instance().service()).isEqualTo("orders")));
        }
    }

    /** A dependency of a user, in all forms that a check can have. */
    private static final class Database {
        void ping() throws SQLException {}

        boolean isValid(int seconds) throws SQLException {
            return seconds < 0;
        }

        int lag() {
            return 29;
        }
    }

    private Rollcall withUserService() {
        Rollcall rollcall = Rollcall.connect(url);
        rollcall.register(user.instance().build());
        rollcall.service("user-service").awaitInstances(1, Duration.ofSeconds(20));
        return rollcall;
    }
}

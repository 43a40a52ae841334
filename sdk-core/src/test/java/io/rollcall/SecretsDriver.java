package io.rollcall;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RegistryCallEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import okhttp3.tls.HeldCertificate;

/** Provokes every kind of failure with secrets in use, and prints all output of the SDK. Runs in a JVM of its own. */
final class SecretsDriver {
    static final String SECRET = "s3cr3t-marker";
    private static final Duration SHORT = Duration.ofMillis(1_000);

    private final Path directory;
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    private final ExecutorService drivers = Executors.newFixedThreadPool(32);
    private final List<Future<?>> driving = new ArrayList<>();

    private SecretsDriver(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        SecretsDriver driver = new SecretsDriver(Path.of(arguments[0]));
        driver.server.start();
        try {
            driver.driveEveryResponse();
            driver.driveBadConfiguration();
            driver.driveBadFiles();
            for (Future<?> drive : driver.driving) {
                drive.get();
            }
        } finally {
            driver.drivers.shutdownNow();
            driver.server.stop();
        }
    }

    /** Each response has its own path, so that all can be tried at the same time. */
    private void driveEveryResponse() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), SECRET);
        String echo = "{\"title\":\"No\",\"detail\":\"The token %s is unknown\",\"action\":\"Drop %s\"}"
                .formatted(SECRET, SECRET);
        List<ResponseDefinitionBuilder> responses = List.of(
                aResponse().withStatus(401).withBody(echo),
                aResponse().withStatus(403),
                aResponse().withStatus(500).withBody("<html>"),
                aResponse().withHeader("Content-Type", "application/json").withBody("{"),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                temporaryRedirect("http://" + SECRET + "@elsewhere.example/?token=" + SECRET));
        for (int i = 0; i < responses.size(); i++) {
            server.stubFor(any(urlPathMatching("/" + i + "/.*")).willReturn(responses.get(i)));
            String authority = "localhost:" + server.port() + "/" + i;
            drive(builder -> builder.registry("http://" + authority).token(SECRET));
            drive(builder -> builder.registry("http://" + authority).tokenFile(file));
            drive(builder -> builder.registry("http://" + authority).basic(SECRET, SECRET));
            drive(builder -> builder.registry("http://ann:" + SECRET + "@" + authority));
        }
        drive(builder -> builder.registry("http://" + SECRET + "@127.0.0.1:1"));
    }

    private void drive(UnaryOperator<RollcallBuilder> way) {
        driving.add(drivers.submit(() -> driveCalls(way)));
    }

    private void driveCalls(UnaryOperator<RollcallBuilder> way) {
        RollcallBuilder builder = way.apply(Rollcall.builder())
                .requestTimeout(SHORT)
                .lookupTimeout(SHORT)
                .drainDelay(Duration.ZERO)
                .snapshotDirectory(directory.resolve("snapshots"))
                .listener(new PrintingListener());
        try (Rollcall rollcall = builder.build()) {
            Registration registration = rollcall.register(
                    ServiceInstance.named("orders").host("10.0.0.1").port(80).build());
            show(rollcall::services);
            show(() -> rollcall.service("users").choose());
            show(() -> registration.awaitUp(SHORT));
            print(
                    rollcall,
                    rollcall.registrations(),
                    registration,
                    registration.lastError(),
                    rollcall.service("users"));
            print(Thread.getAllStackTraces().keySet());
        }
    }

    private void driveBadConfiguration() {
        for (String url : List.of(
                "gopher://u:" + SECRET + "@host",
                "http://u:" + SECRET + "@bad host",
                "http://u:a," + SECRET + "@host?x=1",
                "http://u:" + SECRET + "@host?x=1",
                "http://u:" + SECRET + "/@host",
                "//u:" + SECRET + "@host",
                SECRET + "@host")) {
            show(() -> Rollcall.connect(url));
            show(() -> Rollcall.builder().registry(url).token(SECRET).build());
        }
        show(() -> Rollcall.builder().basic(SECRET + ":", SECRET));
        print(
                Credentials.basic(SECRET, SECRET),
                BackendContext.of(TimeSource.system(), SHORT).withCredentials(Credentials.token(() -> SECRET)));
    }

    private void driveBadFiles() throws IOException {
        for (String token : List.of(SECRET + " " + SECRET, SECRET + "\r\nX: 1", SECRET + "ü")) {
            Path file = Files.writeString(directory.resolve("bad-token-" + token.length()), token);
            drive(builder -> builder.registry(server.baseUrl()).tokenFile(file));
            drive(builder -> builder.registry(server.baseUrl()).token(() -> token));
        }
        HeldCertificate own = new HeldCertificate.Builder().build();
        Path chain = Files.writeString(directory.resolve("chain.pem"), own.certificatePem());
        for (String form : List.of("CERTIFICATE", "PRIVATE KEY", "RSA PRIVATE KEY", "NOTHING")) {
            String pem = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(form, "s3cr3tmarker", form);
            Path file = Files.writeString(directory.resolve("bad.pem"), pem);
            show(() -> Tls.builder().trust(file).build());
            show(() -> Tls.builder().identity(chain, file).build());
        }
    }

    private static void show(Runnable attempt) {
        try {
            attempt.run();
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
    }

    private static void print(Object... things) {
        for (Object thing : things) {
            System.out.println(thing);
        }
    }

    /** Prints events. */
    private static final class PrintingListener implements RollcallListener {
        @Override
        public void onRegistryCall(RegistryCallEvent call) {
            print(call);
        }

        @Override
        public void onServiceRefreshed(ServiceRefreshedEvent event) {
            print(event);
        }

        @Override
        public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
            print(event, event.registration());
        }
    }
}

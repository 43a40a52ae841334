package io.rollcall.internal.lease;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.event.RollcallListener;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.health.Health;
import io.rollcall.internal.registry.guard.GuardedRegistry;
import io.rollcall.internal.registry.guard.Pause;
import io.rollcall.internal.registry.http.HttpRegistryProvider;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loop, guard and backend together, on real sockets and threads. */
class LiveRegistryTest {
    private final VirtualClock registryTime = VirtualClock.create();
    private final MockRegistry registry = MockRegistry.builder()
            .clock(registryTime)
            .ttl(ofSeconds(2))
            .heartbeat(ofMillis(500))
            .start();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "live-test-" + registry.port() + "-scheduler"));
    private final ExecutorService blocking =
            Executors.newFixedThreadPool(3, task -> new Thread(task, "live-test-" + registry.port() + "-io"));
    private final RegistryBackend backend = GuardedRegistry.over(
            List.of(new HttpRegistryProvider()
                    .create(registry.uri(), BackendContext.of(TimeSource.system(), ofSeconds(2)))),
            TimeSource.system(),
            Randomness.perThread(),
            Pause.by(scheduler));
    private final Registrar registrar = registrar(backend, ofSeconds(30));

    private Registrar registrar(Duration closeTimeout) {
        return registrar(backend, closeTimeout);
    }

    private Registrar registrar(RegistryBackend to, Duration closeTimeout) {
        return new Registrar(
                to,
                new SdkRuntime(TimeSource.system(), Randomness.perThread(), scheduler, blocking, Runnable::run),
                new RegistrationConfig(null, ofMillis(50), closeTimeout, false),
                () -> "127.0.0.1",
                new RollcallListener() {});
    }

    @AfterEach
    void stop() {
        registrar.close();
        backend.close();
        blocking.shutdownNow();
        scheduler.shutdownNow();
        registry.close();
    }

    private static LeaseLoop register(Registrar registrar, ServiceInstance instance) {
        return registrar.register(registrar.complete(instance), () -> Health.UNCHECKED);
    }

    private static ServiceInstance orders(int port) {
        return ServiceInstance.named("orders").port(port).build();
    }

    @Test
    @DisplayName("F08 a registry restarted empty has the instance back within a heartbeat or two")
    void restartedRegistryGetsItBack() {
        LeaseLoop registration = register(registrar, orders(80));
        registration.awaitUp(ofSeconds(10));

        registry.restartEmpty();

        await().atMost(ofSeconds(10)).until(() -> registry.instances("orders").size() == 1);
        await().atMost(ofSeconds(10)).until(() -> registration.state() == State.REGISTERED);
    }

    @Test
    @DisplayName("F15 an instance that falls silent is gone within the TTL and one sweep")
    void silentInstanceIsGone() {
        LeaseLoop registration = register(registrar(ofSeconds(1)), orders(80));
        registration.awaitUp(ofSeconds(10));
        blocking.shutdownNow();

        registryTime.advance(ofMillis(3_000));

        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    @DisplayName("F01 F05 what close() has confirmed is gone")
    void closedInstanceIsGone() {
        LeaseLoop registration = register(registrar, orders(80));
        registration.awaitUp(ofSeconds(10));

        registration.close();

        assertThat(registration.state()).isEqualTo(State.CLOSED);
        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    void executorsThatAreGoneBeforeTheRegistrarAreSurvivedAndReported() {
        LeaseLoop registration = register(registrar(ofMillis(200)), orders(80));
        registration.awaitUp(ofSeconds(10));
        scheduler.shutdownNow();
        blocking.shutdownNow();

        registration.close();

        assertThat(registration.state()).isEqualTo(State.ABANDONED);
    }

    @Test
    @DisplayName("F34 a registry that starts later than the app is joined when it is there")
    void registryThatComesLaterIsJoined() {
        registry.stop();
        LeaseLoop registration = register(registrar, orders(80));
        await().atMost(ofSeconds(10)).until(() -> registration.lastError().isPresent());

        registry.restart();

        registration.awaitUp(ofSeconds(20));
        assertThat(registry.instances("orders")).hasSize(1);
    }

    @Test
    void hungEndpointDelaysRegistrationsByItsTimeoutAndNoMore() throws IOException {
        BackendContext context = BackendContext.of(TimeSource.system(), ofMillis(500));
        HttpRegistryProvider http = new HttpRegistryProvider();
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
                RegistryBackend both = GuardedRegistry.over(
                        List.of(
                                http.create(URI.create("http://127.0.0.1:" + silent.getLocalPort()), context),
                                http.create(registry.uri(), context)),
                        TimeSource.system(),
                        () -> -1L,
                        Pause.by(scheduler));
                Registrar other = registrar(both, ofSeconds(30))) {
            List<? extends LeaseLoop> all = IntStream.rangeClosed(1, 100)
                    .mapToObj(port -> register(other, orders(port)))
                    .toList();

            all.forEach(registration -> registration.awaitUp(ofSeconds(10)));

            assertThat(registry.instances("orders")).hasSize(100);
        }
    }

    @Test
    void thousandRegistrationsTakeNoThreadOfTheirOwn() {
        backend.watch(Set.of("orders"), new RecordingListener());
        register(registrar, orders(80));
        List<? extends LeaseLoop> all = IntStream.rangeClosed(1, 1_000)
                .mapToObj(port -> register(
                        registrar,
                        ServiceInstance.named("service-" + port % 20).port(port).build()))
                .toList();
        all.forEach(registration -> registration.awaitUp(ofSeconds(60)));

        assertThat(registry.instances().size()).isEqualTo(1_001);
        // One schedules, three call, one reads the stream; OkHttp adds two or three for the whole process.
        assertThat(ownThreads()).hasSizeLessThanOrEqualTo(5);

        registrar.close();
        assertThat(registry.instances().size()).isZero();
    }

    private List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("live-test-" + registry.port() + "-")
                        || name.contains(registry.uri().getAuthority()))
                .toList();
    }
}

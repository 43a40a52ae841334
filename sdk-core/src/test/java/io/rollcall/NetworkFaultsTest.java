package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.net.TcpProxy;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.registration.Registration;
import io.rollcall.testing.HttpInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The network between the SDK and the registry fails; everything else is real. Each test asserts what callers see. */
class NetworkFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration TTL = Duration.ofMillis(1_500);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final MockRegistry registry = opened(MockRegistry.builder()
            .ttl(TTL)
            .heartbeat(Duration.ofMillis(500))
            .sweep(Duration.ofMillis(100))
            .start());

    @AfterEach
    void end() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    @DisplayName("F19 an endpoint that accepts and never responds costs the time of a request, and no call")
    void anEndpointThatNeverRespondsIsSkipped() throws IOException {
        TcpProxy silent = opened(TcpProxy.to(registry.uri()));
        silent.stall();
        Rollcall rollcall = opened(Rollcall.builder()
                .registry(silent.uri().toString(), registry.uri().toString())
                .requestTimeout(Duration.ofMillis(200))
                .build());
        HttpInstance server = opened(HttpInstance.start("user-service", "u-1"));

        rollcall.register(server.instance().build()).awaitUp(SOON);
        rollcall.service("user-service").awaitInstances(1, SOON);

        assertThat(failures(rollcall.httpClient(), 20)).isZero();
    }

    @Test
    @DisplayName("F26 a watch whose connection was forgotten by a firewall is opened again after 45 s of silence")
    void aHalfOpenWatchIsReplaced() {
        ShiftedTime time = new ShiftedTime();
        TcpProxy link = opened(TcpProxy.to(registry.uri()));
        Rollcall provider = opened(Rollcall.connect(registry.uri()));
        Registration first = provider.register(instance("u-1"));
        first.awaitUp(SOON);
        DiscoveredService service = opened(Rollcall.builder()
                        .registry(link.uri().toString())
                        .requestTimeout(Duration.ofMillis(500))
                        .clock(time)
                        .build())
                .service("user-service");
        service.awaitInstances(1, SOON);
        // The response of the first fetch may arrive after the first push, and is in force until something changes.
        first.update(instance -> instance.weight(7));
        await().atMost(SOON).until(() -> service.snapshot().source() == Source.PUSH);

        link.strand();
        provider.register(instance("u-2")).awaitUp(SOON);
        assertThat(service.instances()).hasSize(1);
        time.move(Duration.ofSeconds(46));

        service.awaitInstances(2, SOON);
        provider.register(instance("u-3")).awaitUp(SOON);
        await().atMost(SOON)
                .until(() ->
                        service.instances().size() == 3 && service.snapshot().source() == Source.PUSH);
    }

    @Test
    @DisplayName("F10 connections that break again and again lose no registration, and no call fails")
    void brokenConnectionsLoseNoRegistration() throws IOException {
        TcpProxy link = opened(TcpProxy.to(registry.uri()));
        Rollcall rollcall = opened(Rollcall.connect(link.uri()));
        HttpInstance server = opened(HttpInstance.start("user-service", "u-1"));
        rollcall.register(server.instance().build()).awaitUp(SOON);
        rollcall.service("user-service").awaitInstances(1, SOON);

        Set<Integer> sizes = new ConcurrentSkipListSet<>();
        int failed = 0;
        for (int i = 0; i < 20; i++) {
            link.cut();
            failed += failures(rollcall.httpClient(), 10);
            sizes.add(registry.instances("user-service").size());
            sizes.add(rollcall.service("user-service").instances().size());
        }

        assertThat(failed).isZero();
        assertThat(sizes).containsExactly(1);
    }

    @Test
    @DisplayName(
            "F08 an instance that was cut off for longer than its lease is missing until it is reached again, once")
    void anInstanceThatWasCutOffComesBackByItself() {
        TcpProxy link = opened(TcpProxy.to(registry.uri()));
        Rollcall provider = opened(Rollcall.builder()
                .registry(link.uri().toString())
                .requestTimeout(Duration.ofMillis(300))
                .build());
        Registration registration = provider.register(instance("u-1"));
        registration.awaitUp(SOON);
        AtomicInteger appeared = new AtomicInteger();
        DiscoveredService service = opened(Rollcall.connect(registry.uri())).service("user-service");
        service.awaitInstances(1, SOON);
        service.onChange(change -> appeared.addAndGet(change.added().size()));

        link.stall();
        await().atMost(SOON).until(() -> service.instances().isEmpty());
        assertThat(registry.instances("user-service")).isEmpty();
        assertThat(registration.state()).isEqualTo(Registration.State.LOST);
        link.heal();

        service.awaitInstances(1, SOON);
        registration.awaitUp(SOON);
        assertThat(appeared).hasValue(1);
        assertThat(ids()).containsExactly("u-1");
    }

    @Test
    @DisplayName("F01 a removal that is stalled on its way does not remove the replacement")
    void aStalledRemovalHarmsNoReplacement() {
        TcpProxy link = opened(TcpProxy.to(registry.uri()));
        Rollcall old = opened(Rollcall.builder()
                .registry(link.uri().toString())
                .requestTimeout(Duration.ofMillis(300))
                .drainDelay(Duration.ZERO)
                .build());
        Registration before = old.register(instance("u-1"));
        before.awaitUp(SOON);
        link.stall();
        Thread closing = new Thread(before::close);
        closing.start();

        opened(Rollcall.connect(registry.uri())).register(instance("u-1")).awaitUp(SOON);
        link.heal();
        await().atMost(SOON).until(() -> !closing.isAlive());

        assertThat(ids()).containsExactly("u-1");
    }

    private TreeSet<String> ids() {
        TreeSet<String> ids = new TreeSet<>();
        registry.instances("user-service").stream()
                .map(RegisteredInstance::instanceId)
                .forEach(ids::add);
        return ids;
    }

    private static int failures(OkHttpClient http, int calls) throws IOException {
        int failures = 0;
        for (int i = 0; i < calls; i++) {
            try (Response response = http.newCall(
                            new Request.Builder().url("http://user-service/").build())
                    .execute()) {
                failures += response.isSuccessful() ? 0 : 1;
            }
        }
        return failures;
    }

    private static ServiceInstance instance(String id) {
        return ServiceInstance.named("user-service")
                .id(id)
                .host("127.0.0.1")
                .port(9_000)
                .build();
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    /** The system's time, moved forward. */
    private static final class ShiftedTime implements TimeSource {
        private volatile long moved;

        void move(Duration by) {
            moved += by.toNanos();
        }

        @Override
        public long nanoTime() {
            return TimeSource.system().nanoTime() + moved;
        }

        @Override
        public long currentTimeMillis() {
            return TimeSource.system().currentTimeMillis() + moved / 1_000_000;
        }
    }
}

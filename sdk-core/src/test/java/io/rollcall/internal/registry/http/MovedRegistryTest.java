package io.rollcall.internal.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.rollcall.internal.registry.guard.GuardedRegistry;
import io.rollcall.internal.registry.guard.Pause;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.random.Randomness;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.Watch;
import io.rollcall.testing.RecordingListener;
import io.rollcall.testing.VirtualScheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A watched registry whose name resolves to another address while the old one still responds. */
class MovedRegistryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BEFORE = "127.0.0.1";
    private static final String AFTER = "127.0.0.2";

    private final VirtualScheduler time = new VirtualScheduler();
    private final RecordingListener listener = new RecordingListener();
    private final AtomicInteger lookups = new AtomicInteger();
    private volatile List<String> resolved = List.of(BEFORE);
    private MockRegistry before;
    private MockRegistry after;
    private RegistryBackend backend;

    @BeforeAll
    static void checkLoopback() {
        assumeThatCode(() -> HttpServer.create(new InetSocketAddress(AFTER, 0), 0))
                .as("this machine's loopback has one address only")
                .doesNotThrowAnyException();
    }

    @BeforeEach
    void start() {
        Duration beat = Duration.ofMillis(50);
        before = MockRegistry.builder()
                .streamBeat(beat)
                .allowedHosts("moving.example")
                .start();
        after = MockRegistry.builder()
                .streamBeat(beat)
                .allowedHosts("moving.example")
                .host(AFTER)
                .port(before.port())
                .start();
        backend = connect("moving.example");
    }

    @AfterEach
    void stop() {
        backend.close();
        before.close();
        after.close();
    }

    private RegistryBackend connect(String host) {
        HttpRegistry endpoint = new HttpRegistry(
                Endpoint.of(URI.create("http://" + host + ":" + before.port())),
                BackendContext.of(time, Duration.ofSeconds(5)),
                Duration.ofSeconds(15),
                this::lookup);
        return GuardedRegistry.over(List.of(endpoint), time, Randomness.seeded(1), Pause.by(time));
    }

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        if (resolved.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return resolved.stream()
                .map(address -> new InetSocketAddress(address, 0).getAddress())
                .toList();
    }

    private Watch watch(RecordingListener receiver) {
        Watch watch = backend.watch(Set.of("orders"), receiver);
        receiver.awaitView(view -> true);
        return watch;
    }

    /** Waits until the next look-up runs; the previous one has ended then. */
    private void awaitLookUp() {
        int soFar = lookups.get();
        time.advance(DnsWatch.INTERVAL);
        await().atMost(SOON).until(() -> lookups.get() > soFar);
    }

    @Test
    @DisplayName("a watch reports that the registry moved, goes on, and the next one connects to the new address")
    void aRegistryThatMovesIsFollowed() {
        Watch old = watch(listener);
        resolved = List.of(AFTER);
        awaitLookUp();
        awaitLookUp();
        await().atMost(SOON).until(() -> listener.moves() == 1);
        assertThat(listener.ends()).isZero();

        RecordingListener later = new RecordingListener();
        Watch next = watch(later);
        old.close();

        assertThat(later.views().get(0).incarnation()).isEqualTo(after.incarnation());
        awaitLookUp();
        awaitLookUp();
        awaitLookUp();
        assertThat(later.moves()).isZero();
        next.close();
    }

    @Test
    void callsFollowAsSoonAsANewWatchIsConnected() {
        Watch old = watch(listener);
        assertThat(incarnationFetched()).isEqualTo(before.incarnation());
        resolved = List.of(AFTER);
        awaitLookUp();
        awaitLookUp();
        await().atMost(SOON).until(() -> listener.moves() == 1);
        assertThat(incarnationFetched())
                .as("the new address is not confirmed yet")
                .isEqualTo(before.incarnation());

        Watch next = watch(new RecordingListener());

        assertThat(incarnationFetched()).isEqualTo(after.incarnation());
        old.close();
        next.close();
    }

    @Test
    void anotherOrderAndFurtherAddressesAreNoMove() {
        Watch watch = watch(listener);
        for (List<String> next : List.of(List.of(AFTER, BEFORE), List.of(BEFORE, AFTER), List.of(BEFORE))) {
            resolved = next;
            awaitLookUp();
            awaitLookUp();
        }
        awaitLookUp();
        assertThat(listener.moves()).isZero();
        watch.close();
    }

    @Test
    void anAddressThatIsMissingOccasionallyIsNoMove() {
        Watch watch = watch(listener);
        for (int i = 0; i < 3; i++) {
            resolved = List.of(AFTER);
            awaitLookUp();
            resolved = List.of(BEFORE);
            awaitLookUp();
        }
        assertThat(listener.moves()).isZero();
        watch.close();
    }

    @Test
    @DisplayName("F26 a name that cannot be looked up does not affect a working stream")
    void failingDnsIsNoMove() {
        Watch watch = watch(listener);
        resolved = List.of();
        for (int i = 0; i < 5; i++) {
            awaitLookUp();
        }
        before.register(RegistrationRequest.of("orders", "10.0.0.1", 80).build());

        listener.awaitView(view -> view.instances().size() == 1);
        assertThat(listener.moves()).isZero();
        assertThat(listener.ends()).isZero();
        watch.close();
    }

    @Test
    void anAddressIsNotLookedUp() {
        backend.close();
        backend = connect(BEFORE);
        Watch watch = watch(listener);
        time.advance(Duration.ofHours(1));
        listener.awaitSigns(listener.signs() + 2);

        assertThat(lookups).hasValue(0);
        watch.close();
    }

    private String incarnationFetched() {
        return backend.fetch("orders", null).orElseThrow().incarnation();
    }
}

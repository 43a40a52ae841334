package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.MockRegistryBuilder;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.registration.Registration;
import io.rollcall.registry.RegistryException;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RollcallTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final MockRegistry registry = MockRegistry.start();
    private final String url = registry.uri().toString();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(registry));

    @AfterEach
    void end() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void whatOneProcessRegistersAnotherCalls() throws IOException {
        HttpInstance server = serve("u-1");
        connected().register(server.instance().version("1.4.0").build()).awaitUp(SOON);

        Rollcall caller = connected();

        assertThat(caller.service("user-service").choose().id()).isEqualTo("u-1");
        assertThat(caller.services()).containsExactly("user-service");
        assertThat(call(caller.httpClient())).isEqualTo("u-1");
    }

    @Test
    void changesArePushed() {
        DiscoveredService service = connected().service("user-service");
        List<String> changes = new CopyOnWriteArrayList<>();
        service.onChange(change -> changes.add("+" + change.added().size() + " -"
                + change.removed().size() + " ~" + change.changed().size()));
        assertThatThrownBy(service::choose).isInstanceOf(NoInstanceException.class);

        Registration registration = connected().register(instance("u-1"));
        service.awaitInstances(1, SOON);
        assertThat(service.snapshot().source()).isEqualTo(Source.PUSH);
        registration.status(InstanceStatus.DRAINING);
        await().atMost(SOON).until(() -> changes.size() == 2);
        registration.close();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(changes).containsExactly("+1 -0 ~0", "+0 -0 ~1", "+0 -1 ~0"));
        assertThat(service.instances()).isEmpty();
    }

    @Test
    @DisplayName("F11 listeners that hang delay no heartbeat")
    void hangingListenersDelayNoHeartbeat() {
        MockRegistry quick = started(MockRegistry.builder()
                .heartbeat(Duration.ofMillis(300))
                .ttl(Duration.ofSeconds(1))
                .sweep(Duration.ofMillis(100)));
        Rollcall rollcall = opened(Rollcall.connect(quick.uri()));
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(2);
        for (String service : List.of("a", "b", "c", "d", "e")) {
            rollcall.service(service).onChange(change -> {
                hanging.countDown();
                await().atMost(SOON).until(() -> end.getCount() == 0);
            });
            quick.register(io.rollcall.mock.instance.RegistrationRequest.of(service, "127.0.0.1", 1)
                    .build());
        }
        await().atMost(SOON).until(() -> hanging.getCount() == 0);

        rollcall.register(instance("u-1")).awaitUp(SOON);

        await().during(Duration.ofMillis(2_500))
                .atMost(SOON)
                .until(() -> quick.instances("user-service").size() == 1);
        end.countDown();
    }

    @Test
    @DisplayName("F26 F32 killed instances and a registry that is down fail no call")
    void noCallFailsWhileInstancesAndTheRegistryDie() throws IOException {
        HttpInstance killed = serve("u-1");
        Rollcall provider = connected();
        provider.register(killed.instance().build());
        provider.register(serve("u-2").instance().build());
        Rollcall caller = connected();
        caller.service("user-service").awaitInstances(2, SOON);
        OkHttpClient http = caller.httpClient();
        assertThat(callMany(http, 20)).containsExactlyInAnyOrder("u-1", "u-2");

        registry.stop();
        killed.close();

        assertThat(callMany(http, 100)).containsExactly("u-2");
        registry.restart();
    }

    @Test
    @DisplayName("F08 F12 a registry restarted empty gets all registrations back, and no call fails meanwhile")
    void emptyRestartLosesNoInstanceAndNoCall() throws Exception {
        MockRegistry quick =
                started(MockRegistry.builder().heartbeat(Duration.ofSeconds(1)).ttl(Duration.ofSeconds(3)));
        Rollcall provider = opened(Rollcall.connect(quick.uri()));
        for (int i = 1; i <= 4; i++) {
            provider.register(serve("u-" + i).instance().build());
        }
        Rollcall caller = opened(Rollcall.connect(quick.uri()));
        DiscoveredService service = caller.service("user-service");
        service.awaitInstances(4, SOON);
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Thread load = load(caller.httpClient(), calls, failed);

        quick.restartEmpty();

        await().atMost(SOON).until(() -> quick.instances("user-service").size() == 4);
        await().atMost(SOON).until(() -> service.retained().isEmpty());
        assertThat(service.instances()).hasSize(4);
        load.interrupt();
        load.join();
        assertThat(failed).hasValue(0);
        assertThat(calls).hasPositiveValue();
    }

    @Test
    void lookUpWithoutARegistryFailsAndSucceedsLater() {
        registry.stop();
        DiscoveredService service = connected().service("user-service");
        assertThatThrownBy(service::choose)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Nothing is known of user-service yet");

        registry.restart();
        connected().register(instance("u-1"));

        assertThat(service.awaitInstances(1, SOON).instances()).hasSize(1);
        assertThat(service.choose().id()).isEqualTo("u-1");
    }

    @Test
    void severalEndpointsAreGivenInOneStringOrAsArguments() {
        try (MockRegistry gone = MockRegistry.start()) {
            String dead = gone.uri().toString();
            gone.stop();

            Rollcall one = opened(Rollcall.connect(dead + ", " + url));
            Rollcall many = opened(Rollcall.builder().registry(dead, url).build());

            assertThat(one.services()).isEmpty();
            assertThat(many.services()).isEmpty();
        }
    }

    @Test
    void unknownSchemesAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Rollcall.connect("gopher://user:secret@localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("gopher", "[http, https]")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Rollcall.builder().build()).hasMessageContaining("registry: none");
    }

    @Test
    void illegalServiceNamesAreRefused() {
        Rollcall rollcall = connected();

        assertThatThrownBy(() -> rollcall.service("a/b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/b");
    }

    @Test
    @DisplayName("F24 close() ends every thread of the SDK")
    void closeEndsEveryThread() throws Exception {
        HttpInstance server = serve("u-1");
        Rollcall rollcall = Rollcall.connect(registry.uri());
        rollcall.register(server.instance().build()).awaitUp(SOON);
        rollcall.service("user-service").awaitInstances(1, SOON);
        rollcall.httpClient()
                .newCall(new Request.Builder().url("http://user-service/").build())
                .enqueue(new Ignoring());
        assertThat(sdkThreads()).isNotEmpty();

        rollcall.close();

        await().atMost(SOON).untilAsserted(() -> assertThat(sdkThreads()).isEmpty());
        assertThat(registry.instances()).isEmpty();
        assertThatThrownBy(() -> rollcall.service("another")).isInstanceOf(IllegalStateException.class);
    }

    private static Set<String> sdkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rollcall-") && !name.startsWith("rollcall-mock"))
                .collect(Collectors.toSet());
    }

    private HttpInstance serve(String id) {
        return opened(HttpInstance.start("user-service", id));
    }

    private static ServiceInstance instance(String id) {
        return ServiceInstance.named("user-service")
                .id(id)
                .host("127.0.0.1")
                .port(1)
                .build();
    }

    private Rollcall connected() {
        return opened(Rollcall.builder().registry(url).drainDelay(Duration.ZERO).build());
    }

    private MockRegistry started(MockRegistryBuilder builder) {
        return opened(builder.start());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private static Set<String> callMany(OkHttpClient http, int calls) throws IOException {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < calls; i++) {
            ids.add(call(http));
        }
        return ids;
    }

    private static Thread load(OkHttpClient http, AtomicInteger calls, AtomicInteger failed) {
        Thread load = new Thread(() -> {
            while (!Thread.interrupted()) {
                try {
                    call(http);
                } catch (IOException e) {
                    if (!Thread.currentThread().isInterrupted()) {
                        failed.incrementAndGet();
                    }
                    continue;
                }
                calls.incrementAndGet();
            }
        });
        load.start();
        return load;
    }

    private static String call(OkHttpClient http) throws IOException {
        Request request =
                new Request.Builder().url("http://user-service/users/42").build();
        try (Response response = http.newCall(request).execute()) {
            return response.body().string();
        }
    }

    private static final class Ignoring implements Callback {
        @Override
        public void onFailure(Call call, IOException e) {}

        @Override
        public void onResponse(Call call, Response response) {
            response.close();
        }
    }
}

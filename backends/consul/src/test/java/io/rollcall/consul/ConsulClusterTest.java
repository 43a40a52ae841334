package io.rollcall.consul;

import static io.rollcall.consul.Connected.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.Rollcall;
import io.rollcall.RollcallBuilder;
import io.rollcall.registration.Registration;
import io.rollcall.registration.Registration.State;
import io.rollcall.testing.HttpInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three real servers, of which some are killed while six instances are registered with them and one process calls. */
@Tag("slow")
class ConsulClusterTest {
    private static final int INSTANCES = 6;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20);

    private final List<ConsulAgent> servers = ConsulAgent.cluster();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger fewest = new AtomicInteger(INSTANCES);

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        ConsulAgent.closeAll(servers.toArray(new AutoCloseable[0]));
    }

    private RollcallBuilder connected() {
        return Rollcall.builder()
                .registry(servers.stream()
                        .map(server -> server.uri("ttl=10s").toString())
                        .toArray(String[]::new))
                .drainDelay(Duration.ZERO);
    }

    private void registerAll() {
        for (int i = 0; i < INSTANCES; i++) {
            HttpInstance instance = HttpInstance.start("orders", "o-" + i);
            Rollcall rollcall = connected().build();
            open.add(instance);
            open.add(rollcall);
            registrations.add(rollcall.register(instance.instance().build()));
        }
        registrations.forEach(registration -> registration.awaitUp(PATIENCE));
    }

    private void keepCalling() {
        Rollcall caller = connected().build();
        open.add(caller);
        caller.service("orders").awaitInstances(INSTANCES, PATIENCE);
        OkHttpClient http = caller.httpClient();
        Request request = new Request.Builder().url("http://orders/").build();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        open.add(timer::shutdownNow);
        timer.scheduleAtFixedRate(
                () -> {
                    calls.incrementAndGet();
                    try (Response response = http.newCall(request).execute()) {
                        failed.addAndGet(response.isSuccessful() ? 0 : 1);
                    } catch (IOException | RuntimeException e) {
                        failed.incrementAndGet();
                    }
                    fewest.accumulateAndGet(caller.service("orders").instances().size(), Math::min);
                },
                0,
                BETWEEN_CALLS.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static Set<String> passing(ConsulAgent server) {
        return StreamSupport.stream(
                        server.get("/v1/health/service/orders?passing").spliterator(), false)
                .map(entry -> entry.path("Service").path("ID").stringValue(""))
                .collect(Collectors.toSet());
    }

    private Duration untilAllPassAt(ConsulAgent server) {
        TimeSource time = TimeSource.system();
        long begin = time.nanoTime();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> passing(server).size() == INSTANCES
                        && registrations.stream().allMatch(one -> one.state() == State.REGISTERED));
        return Duration.ofNanos(time.nanoTime() - begin);
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    @Test
    @DisplayName("F26 servers that lose their leader, and then their majority, cost no call and no registration")
    void leaderAndMajorityAreLost() {
        registerAll();
        keepCalling();
        ConsulAgent leader = servers.stream()
                .filter(server -> server.isLeader(servers.get(0)))
                .findFirst()
                .orElseThrow();
        List<ConsulAgent> others =
                servers.stream().filter(server -> server != leader).toList();
        ConsulAgent survivor = others.get(0);
        int held = leader.get("/v1/agent/services").size();

        leader.kill();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> others.get(1).isLeader(survivor) || survivor.isLeader(survivor));
        pass(Duration.ofSeconds(11));
        Duration healed = untilAllPassAt(survivor);

        others.get(1).kill();
        pass(Duration.ofSeconds(15));
        leader.launch();
        others.get(1).launch();
        Duration healedAgain = untilAllPassAt(survivor);

        System.out.printf(
                "three servers, leader killed (%d of %d instances there), majority gone for 15 s: %d calls, %d failed,"
                        + " fewest known %d; all registered %d ms and %d ms later%n",
                held, INSTANCES, calls.get(), failed.get(), fewest.get(), healed.toMillis(), healedAgain.toMillis());
        assertThat(failed).hasValue(0);
        assertThat(fewest).hasValue(INSTANCES);
    }
}

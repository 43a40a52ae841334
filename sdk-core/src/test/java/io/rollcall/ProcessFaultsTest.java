package io.rollcall;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.testing.ChildCrowd;
import io.rollcall.testing.ChildInstance;
import io.rollcall.testing.ChildProcess;
import io.rollcall.testing.HttpInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What callers see when whole processes exit, hang or resume. */
@DisabledOnOs(OS.WINDOWS)
class ProcessFaultsTest {
    private static final Duration SOON = ofSeconds(20);
    private static final Duration TTL = ofSeconds(2);
    private static final Duration SWEEP = ofMillis(200);
    /** For one call. */
    private static final Duration PATIENCE = ofMillis(300);
    /** For a loaded machine that runs other things beside the test. */
    private static final Duration SLACK = ofMillis(1_500);

    private final MockRegistry registry = MockRegistry.builder()
            .ttl(TTL)
            .heartbeat(ofMillis(500))
            .sweep(SWEEP)
            .start();
    private final String url = registry.uri().toString();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(registry));
    private final TimeSource time = TimeSource.system();

    @AfterEach
    void end() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    @DisplayName("F07 SIGTERM: callers see DRAINING, then no instance, before the process has exited")
    void terminatedProcessDrainsAndDeregistersFirst() {
        DiscoveredService orders = caller().service("orders");
        List<String> views = new CopyOnWriteArrayList<>();
        orders.onChange(change -> views.add(statuses(change.after().instances())));
        ChildProcess child = child("o-1");
        orders.awaitInstances(1, SOON);

        child.terminate();
        int code = child.awaitExit();

        assertThat(code).isEqualTo(143);
        assertThat(registry.instances("orders")).isEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(views).endsWith("[DRAINING]", "[]"));
        assertThat(views).containsExactly("[UP]", "[DRAINING]", "[]");
    }

    @Test
    @DisplayName("F07 SIGTERM during close(): the process exits when that is done, not before")
    void terminatedWhileClosingFinishesThat() {
        ChildProcess child = opened(ChildProcess.start(ChildInstance.class, url, "orders", "o-1", "close"));
        child.awaitLine("state DRAINING");

        child.terminate();

        assertThat(child.awaitExit()).isEqualTo(143);
        assertThat(child.lines()).contains("state CLOSED");
        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    @DisplayName("F07 System.exit: as SIGTERM")
    void exitingProcessDeregistersFirst() {
        ChildProcess child = opened(ChildProcess.start(ChildInstance.class, url, "orders", "o-1", "exit"));

        assertThat(child.awaitExit()).isEqualTo(3);

        assertThat(child.lines()).contains("state REGISTERED", "state DRAINING", "state CLOSED");
        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    void exitFromWithinAListenerDoesNotHang() {
        ChildProcess child =
                opened(ChildProcess.start(ChildInstance.class, url, "orders", "o-1", "exit-when-superseded"));
        child.awaitReady();
        long begun = time.nanoTime();

        caller().register(instance("o-1")).awaitUp(SOON);

        assertThat(child.awaitExit()).isEqualTo(4);
        assertThat(since(begun)).isLessThan(ofSeconds(6));
        assertThat(registry.instances("orders")).hasSize(1);
    }

    @Test
    @DisplayName("F15 kill -9: gone within TTL and one sweep, and no call fails meanwhile")
    void killedProcessIsGoneWithinItsLease() throws Exception {
        Rollcall caller = caller();
        caller.register(opened(HttpInstance.start("orders", "o-2")).instance().build());
        ChildProcess child = child("o-1");
        DiscoveredService orders = caller.service("orders");
        orders.awaitInstances(2, SOON);

        child.kill();
        child.awaitExit();
        long killedAt = time.nanoTime();
        int failed = 0;
        int calls = 0;
        while (orders.instances().size() > 1) {
            failed += call(caller) ? 0 : 1;
            calls++;
        }
        Duration wrong = since(killedAt);

        assertThat(wrong)
                .isBetween(TTL.minusMillis(500).minus(SWEEP), TTL.plus(SWEEP).plus(SLACK));
        assertThat(calls).isPositive();
        assertThat(failed).isZero();
        assertThat(orders.instances()).extracting(ServiceInstance::id).containsExactly("o-2");
    }

    @Test
    @DisplayName(
            "F08 F15 SIGSTOP beyond the TTL: calls fail until the lease expires and no longer; back within a heartbeat")
    void suspendedProcessExpiresAndRegistersAgainByItself() throws Exception {
        Rollcall caller = caller();
        caller.register(opened(HttpInstance.start("orders", "o-2")).instance().build());
        ChildProcess child = child("o-1");
        DiscoveredService orders = caller.service("orders");
        orders.awaitInstances(2, SOON);

        child.suspend();
        long stoppedAt = time.nanoTime();
        await().atMost(SOON)
                .pollInterval(ofMillis(10))
                .until(() -> call(caller) && orders.instances().size() == 1);
        Duration wrong = since(stoppedAt);
        long failedAfter = IntStream.range(0, 20).filter(i -> !call(caller)).count();
        child.resume();
        long resumedAt = time.nanoTime();
        await().atMost(SOON)
                .pollInterval(ofMillis(10))
                .until(() -> orders.instances().size() == 2);

        assertThat(wrong).isLessThan(TTL.plus(SWEEP).plus(SLACK));
        assertThat(failedAfter).isZero();
        assertThat(since(resumedAt)).isLessThan(ofMillis(500).plus(SLACK));
        child.awaitLine("state LOST");
        assertThat(child.lines()).doesNotContain("state SUPERSEDED", "state CLOSED");
    }

    @Test
    @DisplayName("F10 SIGCONT: a process that was replaced meanwhile does not affect its replacement")
    void replacedProcessDoesNotAffectItsReplacement() {
        ChildProcess child = child("o-1");
        child.suspend();
        Rollcall other = caller();
        Registration replacement = other.register(instance("o-1"));
        replacement.awaitUp(SOON);
        List<String> views = new CopyOnWriteArrayList<>();
        DiscoveredService orders = other.service("orders");
        orders.awaitInstances(1, SOON);
        orders.onChange(change -> views.add(change.toString()));

        child.resume();
        child.awaitLine("state SUPERSEDED");
        child.terminate();
        child.awaitExit();

        assertThat(views).isEmpty();
        assertThat(replacement.isUp()).isTrue();
        assertThat(registry.instances("orders"))
                .singleElement()
                .extracting(instance -> instance.port())
                .isEqualTo(9);
    }

    @Test
    void thousandRegistrationsTakeEightThreadsAndCloseWithinSeconds() {
        try (MockRegistry roomy = MockRegistry.start();
                ChildProcess child =
                        ChildProcess.start(ChildCrowd.class, roomy.uri().toString(), "1000")) {
            String threads = child.awaitLine("threads ");
            assertThat(threads.split(", ")).as(threads).hasSizeLessThanOrEqualTo(8);

            String closed = child.awaitLine("closed ");

            Matcher took = Pattern.compile("closed (\\d+) \\{CLOSED=1000}").matcher(closed);
            assertThat(took.matches()).as(closed).isTrue();
            assertThat(Integer.parseInt(took.group(1))).isLessThan(5_000);
            assertThat(roomy.instances()).isEmpty();
            assertThat(child.awaitExit()).isZero();
        }
    }

    private static ServiceInstance instance(String id) {
        return ServiceInstance.named("orders").id(id).host("127.0.0.1").port(9).build();
    }

    private static String statuses(List<ServiceInstance> instances) {
        List<InstanceStatus> statuses =
                instances.stream().map(ServiceInstance::status).toList();
        return statuses.toString();
    }

    private static boolean call(Rollcall caller) {
        Request request = new Request.Builder().url("http://orders/").build();
        OkHttpClient impatient =
                caller.httpClient().newBuilder().callTimeout(PATIENCE).build();
        try (Response response = impatient.newCall(request).execute()) {
            return response.isSuccessful();
        } catch (IOException e) {
            return false;
        }
    }

    private Duration since(long begin) {
        return Duration.ofNanos(time.nanoTime() - begin);
    }

    private ChildProcess child(String id) {
        return opened(ChildProcess.start(ChildInstance.class, url, "orders", id))
                .awaitReady();
    }

    private Rollcall caller() {
        return opened(Rollcall.builder().registry(url).drainDelay(Duration.ZERO).build());
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }
}

package io.rollcall;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
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
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What happens to callers when whole processes end, hang or come back. */
@DisabledOnOs(OS.WINDOWS)
class ProcessFaultsTest {
    private static final Duration SOON = ofSeconds(20);
    private static final Duration TTL = ofSeconds(2);
    private static final Duration SWEEP = ofMillis(200);
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
    @DisplayName("F07 SIGTERM: callers see DRAINING, then nothing, before the process is gone")
    void terminatedProcessDrainsAndLeavesFirst() {
        DiscoveredService seen = caller().service("orders");
        List<String> views = new CopyOnWriteArrayList<>();
        seen.onChange(change -> views.add(statuses(change.after().instances())));
        ChildProcess child = child("o-1");
        seen.awaitInstances(1, SOON);

        child.terminate();
        int code = child.awaitExit();

        assertThat(code).isEqualTo(143);
        assertThat(registry.instances("orders")).isEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(views).endsWith("[DRAINING]", "[]"));
        assertThat(views).containsExactly("[UP]", "[DRAINING]", "[]");
    }

    @Test
    @DisplayName("F07 System.exit: as SIGTERM, and it does not hang")
    void exitingProcessLeavesFirst() {
        ChildProcess child = opened(ChildProcess.start(ChildInstance.class, url, "orders", "o-1", "exit"));

        assertThat(child.awaitExit()).isEqualTo(3);

        assertThat(child.lines()).contains("state REGISTERED", "state DRAINING", "state CLOSED");
        assertThat(registry.instances("orders")).isEmpty();
    }

    @Test
    @DisplayName("F15 kill -9: gone within TTL and one sweep, and no call fails meanwhile")
    void killedProcessIsGoneWithinItsLease() throws Exception {
        Rollcall caller = caller();
        caller.register(opened(HttpInstance.start("orders", "o-2")).instance().build());
        ChildProcess child = child("o-1");
        DiscoveredService seen = caller.service("orders");
        seen.awaitInstances(2, SOON);

        child.kill();
        child.awaitExit();
        long killedAt = time.nanoTime();
        int failed = 0;
        int calls = 0;
        while (seen.instances().size() > 1) {
            failed += call(caller) ? 0 : 1;
            calls++;
        }
        Duration wrong = since(killedAt);

        assertThat(wrong)
                .isBetween(TTL.minusMillis(500).minus(SWEEP), TTL.plus(SWEEP).plus(SLACK));
        assertThat(calls).isPositive();
        assertThat(failed).isZero();
        assertThat(seen.instances()).extracting(ServiceInstance::id).containsExactly("o-2");
    }

    @Test
    @DisplayName("F08 F15 SIGSTOP beyond the TTL: gone within it, and back within a beat of SIGCONT")
    void suspendedProcessLeavesAndComesBackByItself() {
        DiscoveredService seen = caller().service("orders");
        ChildProcess child = child("o-1");
        seen.awaitInstances(1, SOON);

        child.suspend();
        long stoppedAt = time.nanoTime();
        await().atMost(SOON)
                .pollInterval(ofMillis(10))
                .until(() -> registry.instances("orders").isEmpty());
        assertThat(since(stoppedAt)).isLessThan(TTL.plus(SWEEP).plus(SLACK));
        child.resume();
        long resumedAt = time.nanoTime();
        await().atMost(SOON)
                .pollInterval(ofMillis(10))
                .until(() -> registry.instances("orders").size() == 1);

        assertThat(since(resumedAt)).isLessThan(ofMillis(500).plus(SLACK));
        assertThat(child.lines()).endsWith("ready", "state LOST", "state REGISTERED");
        seen.awaitInstances(1, SOON);
    }

    @Test
    @DisplayName("F10 SIGCONT: a process that was replaced meanwhile harms its replacement in nothing")
    void replacedProcessDoesNoHarmWhenItComesBack() {
        ChildProcess child = child("o-1");
        child.suspend();
        Rollcall other = caller();
        Registration replacement = other.register(ServiceInstance.named("orders")
                .id("o-1")
                .host("127.0.0.1")
                .port(9)
                .build());
        replacement.awaitUp(SOON);
        List<String> views = new CopyOnWriteArrayList<>();
        DiscoveredService seen = other.service("orders");
        seen.awaitInstances(1, SOON);
        seen.onChange(change -> views.add(change.toString()));

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

    private static String statuses(List<ServiceInstance> instances) {
        List<InstanceStatus> statuses =
                instances.stream().map(ServiceInstance::status).toList();
        return statuses.toString();
    }

    private static boolean call(Rollcall caller) {
        Request request = new Request.Builder().url("http://orders/").build();
        try (Response response = caller.httpClient().newCall(request).execute()) {
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

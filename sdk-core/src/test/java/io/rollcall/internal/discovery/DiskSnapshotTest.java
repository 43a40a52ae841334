package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.draining;
import static io.rollcall.internal.discovery.DiscoveryFixture.ids;
import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.registry.RegistryException;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run stores its snapshots for the next. */
class DiskSnapshotTest {
    @TempDir
    Path directory;

    private final VirtualScheduler time = new VirtualScheduler();

    @Test
    @DisplayName(
            "F26 F34 an app that starts while the registry is down gets the snapshot of an earlier run, and its age")
    void startWithoutTheRegistry() {
        earlierRunWith(up("a"), up("b"));
        time.advance(Duration.ofHours(3));

        DiscoveryFixture next = startedWhileDown();
        CachedService users = next.discovery.follow("users");
        time.runDue();

        assertThat(ids(users)).containsExactly("a", "b");
        assertThat(users.balancer().choose()).isNotNull();
        assertThat(users.balancer().snapshot().source()).isEqualTo(Source.DISK);
        assertThat(users.balancer().snapshot().age()).isBetween(Duration.ofHours(3), Duration.ofHours(4));
    }

    @Test
    @DisplayName("F34 a registry that accepts requests and never responds does not block callers for long")
    void registryThatNeverResponds() {
        earlierRunWith(up("a"));
        DiscoveryFixture next = started();
        List<Source> whileAsking = new ArrayList<>();
        CachedService users = next.discovery.follow("users");
        CompletableFuture<?> ready = users.ready().toCompletableFuture();
        next.registry.onFetch = () -> {
            time.advance(Duration.ofMillis(250));
            whileAsking.add(users.balancer().snapshot().source());
            assertThat(ready).isCompleted();
        };
        time.runDue();

        assertThat(whileAsking).containsExactly(Source.DISK);
    }

    @Test
    void theRegistryIsQueriedFirst() {
        earlierRunWith(up("a"));
        DiscoveryFixture next = started();
        next.registry.holds("incarnation-1", 7, up("b"));

        CachedService users = next.followed("users");

        assertThat(next.events).noneMatch(received -> received.contains("DISK"));
        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F26 the live view replaces the stored one at once, whatever its revision")
    void aLiveViewReplacesTheStoredOne() {
        earlierRunWith(up("a"), up("b"));
        DiscoveryFixture next = startedWhileDown();
        CachedService users = next.followed("users");

        next.registry.holds("incarnation-1", 0, up("c"));
        next.registry.isUp();
        time.advance(Duration.ofSeconds(6));

        assertThat(ids(users)).containsExactly("c");
        assertThat(users.balancer().snapshot().source()).isNotEqualTo(Source.DISK);
        assertThat(users.retained()).isEmpty();
    }

    @Test
    @DisplayName("F12 an empty response of the incarnation that was stored takes effect at once")
    void emptyResponseOfTheSameIncarnationIsBelieved() {
        earlierRunWith(up("a"), up("b"));
        DiscoveryFixture next = startedWhileDown();
        CachedService users = next.followed("users");

        next.registry.holds("incarnation-1", 9);
        next.registry.isUp();
        time.advance(Duration.ofSeconds(6));

        assertThat(ids(users)).isEmpty();
    }

    @Test
    @DisplayName("F12 F13 a registry that lost everything while it was down has the time to learn of it again")
    void emptyResponseOfANewIncarnationRetainsInstances() {
        earlierRunWith(up("a"), up("b"));
        DiscoveryFixture next = startedWhileDown();
        CachedService users = next.followed("users");

        next.registry.holds("incarnation-2", 0);
        next.registry.isUp();
        time.advance(Duration.ofSeconds(6));
        assertThat(users.retained()).hasSize(2);
        next.registry.pushes("incarnation-2", 1, up("b"));
        assertThat(ids(users)).containsExactly("a", "b");

        time.advance(DiscoveryFixture.PROTECTION);
        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    void retainedInstancesStayOnDisk() {
        DiscoveryFixture run = started();
        run.registry.holds("incarnation-1", 1, up("a"), up("b"));
        run.followed("users");
        run.registry.pushes("incarnation-2", 0);
        time.advance(Duration.ofSeconds(5));
        run.close();

        assertThat(ids(startedWhileDown().followed("users"))).containsExactly("a", "b");
    }

    @Test
    void servicesWithoutInstancesLeaveNoFile() {
        earlierRunWith(up("a"));
        DiscoveryFixture run = started();
        run.registry.holds("incarnation-1", 9);
        run.followed("users");
        run.followed("unknown");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void withoutAFileTheFailureIsReported() {
        CachedService users = startedWhileDown().followed("users");

        assertThatThrownBy(users::awaitKnown)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Nothing is known of users yet");
    }

    @Test
    void filesThatAreTooOldAreIgnored() {
        earlierRunWith(up("a"));
        time.advance(Duration.ofHours(25));

        assertThat(startedWhileDown().followed("users").isKnown()).isFalse();
    }

    @Test
    void aServiceThatStaysTheSameIsWrittenAgainSoThatItsAgeIsMeaningful() {
        DiscoveryFixture run = started();
        run.registry.holds("incarnation-1", 1, up("a"));
        run.followed("users");
        time.advance(Duration.ofHours(30));
        run.close();

        CachedService users = startedWhileDown().followed("users");

        assertThat(ids(users)).containsExactly("a");
        assertThat(users.balancer().snapshot().age()).isLessThan(Duration.ofHours(2));
    }

    @Test
    void manyChangesAreWrittenOnceASecond() {
        DiscoveryFixture run = started();
        run.registry.holds("incarnation-1", 1, up("a"));
        run.followed("users");
        int writes = 0;
        String before = content();
        for (int i = 0; i < 100; i++) {
            run.registry.pushes("incarnation-1", 2 + i, up("a"), up("b-" + i));
            time.advance(Duration.ofMillis(50));
            String now = content();
            writes += now.equals(before) ? 0 : 1;
            before = now;
        }
        run.close();

        assertThat(writes).isBetween(4, 6);
        time.advance(Duration.ofSeconds(1));
        assertThat(ids(startedWhileDown().followed("users"))).containsExactly("a", "b-99");
    }

    private String content() {
        try {
            return Files.readString(directory.resolve("rollcall-users.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void scheduledWritesAreDoneWhenDiscoveryCloses() {
        DiscoveryFixture run = started();
        run.registry.holds("incarnation-1", 1, up("a"));
        run.followed("users");
        run.registry.pushes("incarnation-1", 2, up("b"));
        run.registry.pushes("incarnation-1", 3, up("c"));

        run.close();
        time.runDue();

        assertThat(content()).contains("\"revision\":3");
    }

    @Test
    void instancesAreStoredUnchanged() {
        ServiceInstance whole = up("a").toBuilder()
                .host("2001:db8::1")
                .secure(true)
                .generation(7)
                .registeredAt(9)
                .metadata("k", "v \"ü\"")
                .build();
        earlierRunWith(whole, draining("b"));

        assertThat(startedWhileDown().followed("users").balancer().snapshot().instances())
                .containsExactly(whole, draining("b"));
    }

    private void earlierRunWith(ServiceInstance... instances) {
        DiscoveryFixture run = started();
        run.registry.holds("incarnation-1", 5, instances);
        run.followed("users");
        run.close();
    }

    private DiscoveryFixture started() {
        return new DiscoveryFixture(time, directory);
    }

    private DiscoveryFixture startedWhileDown() {
        DiscoveryFixture fixture = started();
        fixture.registry.isDown();
        return fixture;
    }
}

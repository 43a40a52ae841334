package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events of discovery that a listener of the SDK receives. */
class DiscoveryEventsTest {
    private final DiscoveryFixture fixture = new DiscoveryFixture();
    private final WatchedRegistry registry = fixture.registry;

    @Test
    void changesArePublishedOnceAndConfirmationsAsRefreshes() {
        registry.holds("incarnation-1", 1, up("a"));
        fixture.followed("users");
        fixture.events.clear();

        registry.pushes("incarnation-1", 2, up("b"));
        registry.pushes("incarnation-1", 3, up("b"));
        fixture.time.runDue();

        assertThat(fixture.events)
                .containsExactly(
                        "changed users@2 (PUSH, 1 instances)",
                        "refreshed users@2 (PUSH, 1 instances)",
                        "refreshed users@3 (PUSH, 1 instances)");
    }

    @Test
    void watchTransitionsArePublishedOnce() {
        fixture.followed("users");
        fixture.followed("orders");
        assertThat(watch()).containsExactly("watched");

        registry.isDown();
        fixture.advance(Duration.ofMinutes(1));
        assertThat(watch()).containsExactly("watched", "unwatched");

        registry.isUp();
        fixture.advance(Duration.ofSeconds(10));
        fixture.close();
        fixture.time.runDue();
        assertThat(watch()).containsExactly("watched", "unwatched", "watched", "unwatched");
    }

    private List<String> watch() {
        return fixture.events.stream()
                .filter(received -> received.endsWith("watched"))
                .toList();
    }
}

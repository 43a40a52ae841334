package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener of the SDK hears of discovery. */
class DiscoveryEventsTest {
    private final DiscoveryFixture fixture = new DiscoveryFixture();
    private final WatchedRegistry registry = fixture.registry;

    @Test
    void changesAreToldOnceAndConfirmationsAsSuch() {
        registry.holds("life-1", 1, up("a"));
        fixture.followed("users");
        fixture.news.clear();

        registry.pushes("life-1", 2, up("b"));
        registry.pushes("life-1", 3, up("b"));
        fixture.time.runDue();

        assertThat(fixture.news)
                .containsExactly(
                        "changed users@2 (PUSH, 1 instances)",
                        "refreshed users@2 (PUSH, 1 instances)",
                        "refreshed users@3 (PUSH, 1 instances)");
    }

    @Test
    void theWatchIsToldOncePerTransition() {
        fixture.followed("users");
        fixture.followed("orders");
        assertThat(watch()).containsExactly("watched");

        registry.isDown();
        fixture.passes(Duration.ofMinutes(1));
        assertThat(watch()).containsExactly("watched", "unwatched");

        registry.isUp();
        fixture.passes(Duration.ofSeconds(10));
        fixture.close();
        fixture.time.runDue();
        assertThat(watch()).containsExactly("watched", "unwatched", "watched", "unwatched");
    }

    private List<String> watch() {
        return fixture.news.stream().filter(heard -> heard.endsWith("watched")).toList();
    }
}

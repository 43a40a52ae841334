package io.rollcall.loadbalancer.route;

import static io.rollcall.loadbalancer.route.Subset.env;
import static io.rollcall.loadbalancer.route.Subset.metadata;
import static io.rollcall.loadbalancer.route.Subset.version;
import static io.rollcall.loadbalancer.route.Subset.zone;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Fleet;
import io.rollcall.model.ServiceInstance;
import org.junit.jupiter.api.Test;

class SubsetTest {
    private final ServiceInstance instance =
            Fleet.instance("a").version("1.4.0").env("prod").zone("eu-1a").build();

    @Test
    void choosesByMetadata() {
        assertThat(version("1.x").contains(instance)).isTrue();
        assertThat(env("prod").contains(instance)).isTrue();
        assertThat(zone("eu-1a").contains(instance)).isTrue();
        assertThat(metadata("env").in("prod", "staging").contains(instance)).isTrue();
        assertThat(metadata("env").present().contains(instance)).isTrue();
        assertThat(Subset.all().contains(instance)).isTrue();
    }

    @Test
    void leavesOutOthersAndReportsWhatTheyHaveInstead() {
        assertThat(version("2.x").contains(instance)).isFalse();
        assertThat(version("2.x").mismatch(instance)).isEqualTo("version 1.4.0");
        assertThat(metadata("team").present().contains(instance)).isFalse();
        assertThat(metadata("team").in("a").contains(instance)).isFalse();
        assertThat(metadata("team").is("a").mismatch(instance)).isEqualTo("no team");
    }

    @Test
    void anIntersectionReportsWhatFailed() {
        Subset both = env("prod").and(version("2.x"));

        assertThat(both.contains(instance)).isFalse();
        assertThat(both.mismatch(instance)).isEqualTo("version 1.4.0");
        assertThat(env("staging").and(version("1.x")).mismatch(instance)).isEqualTo("env prod");
        assertThat(both).hasToString("env prod and version 2.x");
    }
}

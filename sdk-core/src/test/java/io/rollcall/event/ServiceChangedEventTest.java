package io.rollcall.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServiceChangedEventTest {

    @Test
    void addedRemovedAndChangedAreDistinguished() {
        ServiceChangedEvent change = ServiceChangedEvent.between(
                snapshot(at("stays", 1), at("moves", 2), at("goes", 3)),
                snapshot(at("stays", 1), at("moves", 20), at("comes", 4)));

        assertThat(change.added()).containsExactly(at("comes", 4));
        assertThat(change.removed()).containsExactly(at("goes", 3));
        assertThat(change.changed()).containsExactly(at("moves", 20));
        assertThat(change.isEmpty()).isFalse();
        assertThat(change.service()).isEqualTo("users");
    }

    @Test
    @DisplayName("F27 new metadata alone is a change")
    void metadataIsAChange() {
        ServiceInstance tagged = at("a", 1).toBuilder().zone("eu-1b").build();

        assertThat(ServiceChangedEvent.between(snapshot(at("a", 1)), snapshot(tagged))
                        .changed())
                .containsExactly(tagged);
    }

    @Test
    void sameInstancesAreNoChange() {
        assertThat(ServiceChangedEvent.between(snapshot(at("a", 1)), snapshot(at("a", 1)))
                        .isEmpty())
                .isTrue();
    }

    private static ServiceSnapshot snapshot(ServiceInstance... instances) {
        return ServiceSnapshot.of("users", List.of(instances));
    }

    private static ServiceInstance at(String id, int port) {
        return ServiceInstance.named("users").id(id).host("10.0.0.1").port(port).build();
    }
}

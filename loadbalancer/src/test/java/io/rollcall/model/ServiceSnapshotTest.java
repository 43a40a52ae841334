package io.rollcall.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Fleet;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceSnapshotTest {
    private final VirtualTime time = new VirtualTime();

    @Test
    void growsOld() {
        ServiceSnapshot snapshot = ServiceSnapshot.of("users", 7, Fleet.of(2), Source.PUSH, time);
        time.advance(Duration.ofSeconds(90));

        assertThat(snapshot.age()).isEqualTo(Duration.ofSeconds(90));
        assertThat(snapshot.revision()).isEqualTo(7);
        assertThat(snapshot.source()).isEqualTo(Source.PUSH);
    }

    @Test
    void doesNotChangeWithTheListItCameFrom() {
        List<ServiceInstance> list = new ArrayList<>(Fleet.of(2));
        ServiceSnapshot snapshot = ServiceSnapshot.of("users", list);
        list.clear();

        assertThat(snapshot.instances()).hasSize(2).isUnmodifiable();
        assertThat(snapshot.source()).isEqualTo(Source.STATIC);
        assertThat(snapshot.revision()).isZero();
    }
}

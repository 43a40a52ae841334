package io.rollcall.internal.probe;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.testing.VirtualScheduler;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final VirtualScheduler time = new VirtualScheduler();

    @Test
    void isFeltWhileTheSchedulerRunsAndAfterAPauseOfTheProcess() {
        Pulse pulse = new Pulse(time, time);
        time.advance(ofMinutes(10));
        assertThat(pulse.isFelt()).isTrue();

        time.leap(ofMinutes(10));

        assertThat(pulse.isFelt()).isTrue();
    }

    @Test
    void isLostWhenTheSchedulerStandsStillForAsLongAsALease() {
        VirtualScheduler blocked = new VirtualScheduler();
        Pulse pulse = new Pulse(blocked, time);
        time.advance(ofSeconds(30));
        assertThat(pulse.isFelt()).isTrue();

        time.advance(ofSeconds(1));

        assertThat(pulse.isFelt()).isFalse();
    }
}

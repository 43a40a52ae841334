package io.rollcall.internal.probe;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.testing.VirtualScheduler;
import org.junit.jupiter.api.Test;

class SchedulerPulseTest {
    private final VirtualScheduler time = new VirtualScheduler();

    @Test
    void isAliveWhileTheSchedulerRunsAndAfterAPauseOfTheProcess() {
        SchedulerPulse pulse = new SchedulerPulse(time, time);
        time.advance(ofMinutes(10));
        assertThat(pulse.isAlive()).isTrue();

        time.leap(ofMinutes(10));

        assertThat(pulse.isAlive()).isTrue();
    }

    @Test
    void isNotAliveWhenTheSchedulerIsBlockedForAsLongAsALease() {
        VirtualScheduler blocked = new VirtualScheduler();
        SchedulerPulse pulse = new SchedulerPulse(blocked, time);
        time.advance(ofSeconds(30));
        assertThat(pulse.isAlive()).isTrue();

        time.advance(ofSeconds(1));

        assertThat(pulse.isAlive()).isFalse();
    }
}

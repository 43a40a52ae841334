package io.rollcall.mock.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.clock.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnsentBytesTest {
    private final VirtualClock clock = VirtualClock.create();
    private final UnsentBytes unsent = new UnsentBytes(clock, 100_000);
    private final List<String> aborted = new ArrayList<>();

    @Test
    @DisplayName("F38 bytes that several clients share count once, until the last of them has read them")
    void sharedBytesCountOnce() {
        byte[] shared = new byte[60_000];
        UnsentBytes.Hold first = hold("a", shared);
        UnsentBytes.Hold second = hold("b", shared);

        assertThat(unsent.total()).isEqualTo(60_000);
        release(first);
        release(first);
        assertThat(unsent.total()).isEqualTo(60_000);
        release(second);
        assertThat(unsent.total()).isZero();
        assertThat(aborted).isEmpty();
    }

    @Test
    @DisplayName("F38 where there is no room, the slowest are closed first")
    void theSlowestGoFirst() {
        hold("a", new byte[40_000]);
        clock.advance(Duration.ofMillis(500));
        hold("b", new byte[40_000]);
        clock.advance(Duration.ofMillis(600));

        assertThat(hold("c", new byte[40_000])).isNotNull();

        assertThat(aborted).containsExactly("a");
        assertThat(unsent.total()).isEqualTo(80_000);
    }

    @Test
    @DisplayName("F38 those that have only begun to read are not closed for others")
    void thoseThatHaveBegunAreNotClosed() {
        hold("a", new byte[60_000]);

        assertThat(hold("b", new byte[60_000])).isNull();
        assertThat(aborted).isEmpty();
        assertThat(unsent.total()).isEqualTo(60_000);
    }

    private UnsentBytes.@Nullable Hold hold(String client, byte[] bytes) {
        return unsent.hold(bytes, () -> aborted.add(client));
    }

    private static void release(UnsentBytes.@Nullable Hold hold) {
        Objects.requireNonNull(hold).release();
    }
}

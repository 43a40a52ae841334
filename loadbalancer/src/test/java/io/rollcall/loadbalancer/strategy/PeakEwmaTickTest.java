package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Fleet;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Through the strategy's own interface: what a tick does must not depend on who calls it. */
class PeakEwmaTickTest {
    private static final RequestContext ANY = RequestContext.empty();

    private final VirtualTime time = new VirtualTime();
    private final List<Candidate> two =
            Fleet.of(2).stream().<Candidate>map(Idle::new).toList();
    private final Strategy strategy = Strategies.peakEwma();
    private final Picker picker = strategy.compile(new Two(two, time));

    private int picksOfFirst(int picks) {
        int first = 0;
        for (int i = 0; i < picks; i++) {
            first += picker.pick(ANY) == two.get(0) ? 1 : 0;
        }
        return first;
    }

    private void call(int index, long millis) {
        strategy.finished(two.get(index), Outcome.SUCCESS, millis * 1_000_000, time.nanoTime());
    }

    @Test
    void anInstanceThatIsNotPickedIsTriedAgainOnceItsSlownessIsOld() {
        call(0, 2_000);
        call(1, 5);
        assertThat(picksOfFirst(100)).isZero();

        for (int second = 0; second < 70; second++) {
            time.advance(Duration.ofSeconds(1));
            two.forEach(candidate -> strategy.tick(candidate, time.nanoTime()));
            call(1, 5);
        }
        assertThat(picksOfFirst(100)).isEqualTo(100);
    }

    @Test
    void withoutATickItWouldNeverBeTriedAgain() {
        call(0, 2_000);
        call(1, 5);
        time.advance(Duration.ofMinutes(10));

        assertThat(picksOfFirst(100)).isZero();
    }

    @Test
    void aTickLeavesTheUnknownUnknown() {
        time.advance(Duration.ofMinutes(10));
        two.forEach(candidate -> strategy.tick(candidate, time.nanoTime()));

        assertThat(strategy.describe(two.get(0), ANY)).startsWith("cost unknown");
    }

    /** A candidate without calls in flight. */
    private static final class Idle implements Candidate {
        private final ServiceInstance instance;
        private @Nullable Object memory;

        Idle(ServiceInstance instance) {
            this.instance = instance;
        }

        @Override
        public ServiceInstance instance() {
            return instance;
        }

        @Override
        public double weight() {
            return instance.weight();
        }

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public <T> T memory(Class<T> type, Supplier<T> initial) {
            Object known = memory;
            T kept = type.isInstance(known) ? type.cast(known) : initial.get();
            memory = kept;
            return kept;
        }
    }

    private record Two(List<Candidate> list, TimeSource time) implements Candidates {
        @Override
        public <T> T keep(Class<T> type, Supplier<T> initial) {
            return initial.get();
        }

        @Override
        public Randomness randomness() {
            return Randomness.seeded(1);
        }
    }
}

package io.rollcall.internal.lease;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.model.InstanceStatus;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The events of a registration that a listener receives: each change once, in order. */
class RegistrationEventsTest extends OnVirtualTime {

    @Test
    void wholeLifecycleIsPublishedInOrder() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(30));
        registry.fails(Kind.UNAVAILABLE);
        time.advance(ofSeconds(60));
        registry.heals();
        time.advance(ofSeconds(60));
        loop.drain();
        status(loop, InstanceStatus.UP);
        loop.closeAsync();
        time.advance(ofSeconds(10));

        assertThat(events)
                .containsExactly(
                        "REGISTERING → REGISTERED",
                        "REGISTERED → LOST",
                        "LOST → REGISTERED",
                        "REGISTERED → DRAINING",
                        "DRAINING → REGISTERED",
                        "REGISTERED → DRAINING",
                        "DRAINING → CLOSED");
    }

    @Test
    void leaseThatEndedDuringAPauseIsPublished() {
        register(orders());
        time.advance(ofSeconds(1));

        time.leap(ofSeconds(40));

        assertThat(events).containsExactly("REGISTERING → REGISTERED", "REGISTERED → LOST", "LOST → REGISTERED");
    }

    @Test
    void supersededAndAbandonedArePublished() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.holdsFromElsewhere(
                loop.instance().toBuilder().generation(Long.MAX_VALUE).build());
        time.advance(ofSeconds(20));
        assertThat(events).endsWith("REGISTERED → SUPERSEDED");

        LeaseLoop other = register(orders().toBuilder().id("o-2").build());
        time.advance(ofSeconds(1));
        registry.fails(Kind.UNAVAILABLE);
        other.closeAsync();
        time.advance(ofSeconds(10));

        assertThat(events).endsWith("DRAINING → ABANDONED");
    }

    @Test
    void changesByManyThreadsArePublishedAsOneChain() throws InterruptedException {
        blocking = task -> {};
        LeaseLoop loop = register(orders());
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> IntStream.range(0, 500).forEach(turn -> {
                    loop.drain();
                    status(loop, InstanceStatus.UP);
                })))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        String at = "REGISTERING";
        for (String change : events) {
            assertThat(change).startsWith(at + " → ");
            at = change.substring(change.indexOf("→ ") + 2);
        }
        assertThat(events).hasSizeGreaterThan(1);
        assertThat(at).isEqualTo(loop.state().toString());
    }

    @Test
    void closingAfterADrainDoesNotWaitAgain() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        CompletableFuture<Boolean> drained = registrar.drain();
        time.advance(ofMillis(999));
        assertThat(drained).isNotDone();
        time.advance(ofMillis(30));
        assertThat(drained).isCompletedWithValue(true);

        loop.closeAsync();
        time.runDue();

        assertThat(loop.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void drainingThatTheRegistryDoesNotAcknowledgeEndsWithinABound() {
        register(orders());
        time.advance(ofSeconds(1));
        registry.fails(Kind.UNAVAILABLE);

        CompletableFuture<Boolean> drained = registrar.drain();
        time.advance(ofSeconds(7));

        assertThat(drained).isCompletedWithValue(false);
    }

    @Test
    void closeAfterAFailedFastStartTriesOnce() {
        OnVirtualTime strict = with(new RegistrationConfig(null, ofSeconds(1), ofSeconds(5), true));
        strict.registry.fails(Kind.UNAVAILABLE);

        assertThatThrownBy(() -> strict.register(orders())).isInstanceOf(RegistryException.class);
        strict.time.runDue();

        assertThat(strict.registrar.registrations()).isEmpty();
        assertThat(strict.events).containsExactly("REGISTERING → DRAINING", "DRAINING → ABANDONED");
        assertThat(strict.registry.requestKinds()).hasSize(2);
    }
}

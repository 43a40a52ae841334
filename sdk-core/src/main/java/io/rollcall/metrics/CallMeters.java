package io.rollcall.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.model.Outcome;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the call path of one service. Allocates nothing.
 *
 * <p><b>Concurrency.</b> Threadsafe, without a lock. A meter is created on first use and cached in an array; two
 * threads that create it at once get the same one from the registry.
 */
final class CallMeters {
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final MeterGroup meters;
    private final AtomicReferenceArray<@Nullable Counter> finished = new AtomicReferenceArray<>(OUTCOMES.length);
    private final AtomicReferenceArray<@Nullable Timer> attempts =
            new AtomicReferenceArray<>(CallAttemptEvent.Kind.values().length * OUTCOMES.length);
    private volatile String strategy = "";
    private volatile @Nullable Counter selections;

    CallMeters(MeterGroup meters) {
        this.meters = meters;
    }

    void strategy(String now) {
        if (!now.equals(strategy)) {
            strategy = now;
            selections = meters.counter(
                    "rollcall.loadbalancer.selections", "Instances that were selected for a call", "strategy", now);
        }
    }

    void selected() {
        Counter known = selections;
        if (known != null) {
            known.increment();
        }
    }

    void finished(Outcome outcome) {
        Counter known = finished.get(outcome.ordinal());
        if (known == null) {
            known = meters.counter(
                    "rollcall.loadbalancer.calls",
                    "Calls to selected instances that ended",
                    "outcome",
                    RollcallMetrics.lower(outcome));
            finished.set(outcome.ordinal(), known);
        }
        known.increment();
    }

    void attempted(CallAttemptEvent attempt) {
        int at = attempt.kind().ordinal() * OUTCOMES.length + attempt.outcome().ordinal();
        Timer known = attempts.get(at);
        if (known == null) {
            known = meters.timer(
                    "rollcall.client.attempts",
                    "Attempts of balanced HTTP calls, until the first byte of the response",
                    "kind",
                    RollcallMetrics.lower(attempt.kind()),
                    "outcome",
                    RollcallMetrics.lower(attempt.outcome()));
            attempts.set(at, known);
        }
        known.record(attempt.took());
    }
}

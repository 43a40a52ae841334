package io.rollcall.internal.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains instances without ending their registrations, and completes when callers have had time to notice.
 *
 * <p><b>Concurrency.</b> Polls on the scheduler and blocks no thread.
 */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final long CHECK_INTERVAL_NANOS = Duration.ofMillis(20).toNanos();

    private final List<LeaseLoop> loops;
    private final LeaseContext context;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final long startedAt;

    Draining(List<LeaseLoop> loops, LeaseContext context) {
        this.loops = loops;
        this.context = context;
        this.startedAt = context.time().nanoTime();
    }

    CompletableFuture<Boolean> start() {
        loops.forEach(Draining::drain);
        check();
        return done;
    }

    private static void drain(LeaseLoop loop) {
        try {
            loop.drain();
        } catch (IllegalStateException e) {
            LOG.debug("{} is closing already", loop, e);
        }
    }

    private void check() {
        boolean drained = loops.stream().allMatch(LeaseLoop::isOutOfTraffic);
        boolean timedOut =
                context.time().nanoTime() - startedAt > context.closeTimeout().toNanos();
        Object scheduled = drained || timedOut
                ? context.after(context.drainDelay().toNanos(), () -> done.complete(drained))
                : context.after(CHECK_INTERVAL_NANOS, this::check);
        if (scheduled == null) {
            done.complete(drained);
        }
    }
}

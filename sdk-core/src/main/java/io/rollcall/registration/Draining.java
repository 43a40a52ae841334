package io.rollcall.registration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes instances out of traffic without ending their registrations, and waits until callers had time to notice.
 *
 * <p><b>Concurrency.</b> Looks again from time to time on the scheduler, and blocks nobody.
 */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

    private final List<? extends LeaseLoop<?>> loops;
    private final Machinery machinery;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final long begunAt;

    Draining(List<? extends LeaseLoop<?>> loops, Machinery machinery) {
        this.loops = loops;
        this.machinery = machinery;
        this.begunAt = machinery.time().nanoTime();
    }

    CompletableFuture<Boolean> begin() {
        loops.forEach(Draining::drain);
        look();
        return done;
    }

    private static void drain(LeaseLoop<?> loop) {
        try {
            loop.drain();
        } catch (IllegalStateException e) {
            LOG.debug("{} is on its way out already", loop, e);
        }
    }

    private void look() {
        boolean told = loops.stream().allMatch(LeaseLoop::isOutOfTraffic);
        boolean late =
                machinery.time().nanoTime() - begunAt > machinery.closeTimeout().toNanos();
        Object waiting = told || late
                ? machinery.after(machinery.drainDelay().toNanos(), () -> done.complete(told))
                : machinery.after(LOOK_EVERY_NANOS, this::look);
        if (waiting == null) {
            done.complete(told);
        }
    }
}

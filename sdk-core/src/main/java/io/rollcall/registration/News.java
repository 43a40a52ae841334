package io.rollcall.registration;

import io.rollcall.health.monitor.Health;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes of one registration: those who wait for it, the log, and the registrant, who hears each change
 * once and in order.
 *
 * <p><b>Concurrency.</b> Guarded by its own monitor, which is taken last: the loop notes changes while it holds its
 * own. Everything is told outside both, by whoever calls {@link #tell}; the registrant by one thread at a time.
 */
final class News {
    private final Registrant registrant;
    private final Notices notices;
    private final Machinery machinery;
    private final CompletableFuture<Standing> over = new CompletableFuture<>();
    private final Queue<Runnable> untold = new ArrayDeque<>();
    private CompletableFuture<Void> up = new CompletableFuture<>();
    private Standing standing = Standing.REGISTERING;
    private boolean isUp;
    private boolean telling;

    News(Registrant registrant, Notices notices, Machinery machinery) {
        this.registrant = registrant;
        this.notices = notices;
        this.machinery = machinery;
    }

    /** Notes where it stands; the loop calls this whenever that may have changed, and before it changes again. */
    synchronized void reached(Standing now, boolean upNow) {
        Standing before = standing;
        standing = now;
        isUp = upNow;
        if (before != now) {
            untold.add(() -> registrant.moved(before, now));
        }
    }

    /** Notes another verdict of the health checks. */
    synchronized void judged(Health health) {
        untold.add(() -> registrant.judged(health));
    }

    /**
     * Tells everything that was noted. Whoever waits comes first: a registrant that blocks holds up nobody but others.
     */
    void tell() {
        settle();
        for (Runnable next = begin(); next != null; next = next()) {
            machinery.guarded(next).run();
        }
    }

    private void settle() {
        CompletableFuture<Void> waiting;
        Standing reached;
        boolean reachedUp;
        synchronized (this) {
            waiting = up;
            reached = standing;
            reachedUp = isUp;
        }
        if (reachedUp) {
            waiting.complete(null);
        }
        if (reached.isOver() && over.complete(reached)) {
            notices.over(reached);
            waiting.completeExceptionally(notices.isOver(reached));
        }
    }

    private synchronized @Nullable Runnable begin() {
        return telling ? null : next();
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = untold.poll();
        telling = next != null;
        return next;
    }

    /** Completes when it is up, now or later. */
    synchronized CompletableFuture<Void> whenUp(boolean upNow) {
        if (standing.isOver()) {
            return CompletableFuture.failedFuture(notices.isOver(standing));
        }
        if (up.isDone() && !upNow) {
            up = new CompletableFuture<>();
        }
        return up;
    }

    CompletableFuture<Standing> whenOver() {
        return over;
    }
}

package io.rollcall.registration;

import io.rollcall.Registration;
import io.rollcall.Registration.State;
import io.rollcall.SdkListener;
import io.rollcall.health.Health;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes of one registration: those who wait for it, the log, and the listener, which hears each change
 * once and in order.
 *
 * <p><b>Concurrency.</b> Guarded by its own monitor, which is taken last: the loop notes changes while it holds its
 * own. Everything is told outside both, by whoever calls {@link #tell}; the listener by one thread at a time.
 */
final class News {
    private final Registration of;
    private final Notices notices;
    private final Machinery machinery;
    private final CompletableFuture<State> over = new CompletableFuture<>();
    private final Queue<Runnable> untold = new ArrayDeque<>();
    private CompletableFuture<Void> up = new CompletableFuture<>();
    private State state = State.REGISTERING;
    private boolean isUp;
    private boolean telling;

    News(Registration of, Notices notices, Machinery machinery) {
        this.of = of;
        this.notices = notices;
        this.machinery = machinery;
    }

    /** Notes where it stands; the loop calls this whenever that may have changed, and before it changes again. */
    synchronized void reached(State now, boolean upNow) {
        State before = state;
        state = now;
        isUp = upNow;
        if (before != now) {
            untold.add(() -> listener().registrationChanged(of, before, now));
        }
    }

    /** Notes another verdict of the health checks. */
    synchronized void judged(Health health) {
        untold.add(() -> listener().healthChanged(of, health.isUp(), health.reason()));
    }

    private SdkListener listener() {
        return machinery.process().listener();
    }

    /**
     * Tells everything that was noted. Whoever waits comes first: a listener that blocks holds up nobody but others.
     */
    void tell() {
        settle();
        for (Runnable next = begin(); next != null; next = next()) {
            machinery.guarded(next).run();
        }
    }

    private void settle() {
        CompletableFuture<Void> waiting;
        State reached;
        boolean reachedUp;
        synchronized (this) {
            waiting = up;
            reached = state;
            reachedUp = isUp;
        }
        if (reachedUp) {
            waiting.complete(null);
        }
        if (isFinal(reached) && over.complete(reached)) {
            notices.over(reached);
            waiting.completeExceptionally(notices.isOver(reached));
        }
    }

    private static boolean isFinal(State state) {
        return state == State.CLOSED || state == State.ABANDONED || state == State.SUPERSEDED;
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
        if (isFinal(state)) {
            return CompletableFuture.failedFuture(notices.isOver(state));
        }
        if (up.isDone() && !upNow) {
            up = new CompletableFuture<>();
        }
        return up;
    }

    CompletableFuture<State> whenOver() {
        return over;
    }
}

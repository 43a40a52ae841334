package io.rollcall.internal.discovery;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One watch, from the decision to open it on. It stands from its first sign of life.
 *
 * <p><em>Concurrency:</em> the backend tells of the watch on threads of its own, and may do so before it has returned
 * it: {@link #opened} and {@link #shut} each set their own field first and then look at the other's, so a watch that
 * was shut meanwhile is closed. The feed is called without a lock.
 */
final class WatchConnection implements WatchListener {
    /** A watch that lasted for less than this is taken for one that returns at once. */
    private static final Duration STEADY = Duration.ofSeconds(10);
    /** Without a sign of life for this long, a watch is taken for dead. */
    private static final Duration SILENCE = Duration.ofSeconds(45);
    /** The same for the first sign of a new watch. */
    private static final Duration FIRST_SIGN = Duration.ofSeconds(10);

    private final Set<String> services;
    private final TimeSource time;
    private final WatchFeed feed;
    private final long sinceNanos;
    private volatile long lastSignNanos;
    private volatile boolean heard;
    private volatile boolean done;
    private volatile boolean outdated;
    private volatile @Nullable Watch watch;

    WatchConnection(Set<String> services, TimeSource time, WatchFeed feed) {
        this.services = services;
        this.time = time;
        this.feed = feed;
        this.sinceNanos = time.nanoTime();
        this.lastSignNanos = sinceNanos;
    }

    Set<String> services() {
        return services;
    }

    /** Whether it tells of all of {@code wanted}, from where the registry is now. */
    boolean covers(Set<String> wanted) {
        return !outdated && services.containsAll(wanted);
    }

    /** Whether it has lasted for a while. */
    boolean isSteady() {
        return time.nanoTime() - sinceNanos >= STEADY.toNanos();
    }

    /** Ends it if it gives no sign of life. */
    void checkSilence(long nowNanos) {
        Duration bound = heard ? SILENCE : FIRST_SIGN;
        if (nowNanos - lastSignNanos >= bound.toNanos()) {
            ended(new RegistryException(
                    RegistryException.Kind.TIMEOUT, "The watch gave no sign of life for " + bound + "."));
        }
    }

    void opened(Watch opened) {
        watch = opened;
        if (done) {
            opened.close();
        }
    }

    /** Nothing it says counts from now on. */
    void shut() {
        done = true;
        Watch open = watch;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void alive() {
        lastSignNanos = time.nanoTime();
        if (!heard && !done) {
            heard = true;
            feed.connected(this);
        }
    }

    @Override
    public void changed(ServiceView view) {
        alive();
        if (!done) {
            feed.pushed(view, sinceNanos);
        }
    }

    @Override
    public void moved() {
        outdated = true;
        feed.outdated();
    }

    @Override
    public void ended(@Nullable RegistryException cause) {
        shut();
        feed.ended(this, cause);
    }
}

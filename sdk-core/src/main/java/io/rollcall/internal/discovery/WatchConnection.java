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
 * One watch, from the decision to open it. It is connected from its first sign of life on.
 *
 * <p><em>Concurrency:</em> the backend calls this listener on its own threads, possibly before it has returned the
 * watch: {@link #opened} and {@link #close} each set their own field first and then read the other's, so a watch that
 * was closed meanwhile is closed at the backend too. The feed is called without a lock.
 */
final class WatchConnection implements WatchListener {
    /** A watch that lasted for less than this counts as one that returned at once. */
    private static final Duration STEADY = Duration.ofSeconds(10);
    /** Without a sign of life for this long, a watch counts as dead. */
    private static final Duration SILENCE = Duration.ofSeconds(45);
    /** The same until the first sign of life. */
    private static final Duration FIRST_SIGN = Duration.ofSeconds(10);

    private final Set<String> services;
    private final TimeSource time;
    private final WatchFeed feed;
    private final long openedNanos;
    private volatile long lastSignNanos;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile boolean outdated;
    private volatile @Nullable Watch watch;

    WatchConnection(Set<String> services, TimeSource time, WatchFeed feed) {
        this.services = services;
        this.time = time;
        this.feed = feed;
        this.openedNanos = time.nanoTime();
        this.lastSignNanos = openedNanos;
    }

    Set<String> services() {
        return services;
    }

    /** Whether it covers all of {@code required}, at the registry's present address. */
    boolean covers(Set<String> required) {
        return !outdated && services.containsAll(required);
    }

    /** Whether it has lasted long enough to reset the backoff. */
    boolean isSteady() {
        return time.nanoTime() - openedNanos >= STEADY.toNanos();
    }

    /** Ends it if there was no sign of life for too long. */
    void checkSilence(long nowNanos) {
        Duration bound = connected ? SILENCE : FIRST_SIGN;
        if (nowNanos - lastSignNanos >= bound.toNanos()) {
            ended(new RegistryException(
                    RegistryException.Kind.TIMEOUT, "The watch received no sign of life for " + bound + "."));
        }
    }

    void opened(Watch opened) {
        watch = opened;
        if (closed) {
            opened.close();
        }
    }

    /** Closes the watch; later events of it are ignored. */
    void close() {
        closed = true;
        Watch open = watch;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void alive() {
        lastSignNanos = time.nanoTime();
        if (!connected && !closed) {
            connected = true;
            feed.connected(this);
        }
    }

    @Override
    public void changed(ServiceView view) {
        alive();
        if (!closed) {
            feed.pushed(view, openedNanos);
        }
    }

    @Override
    public void moved() {
        outdated = true;
        feed.outdated();
    }

    @Override
    public void ended(@Nullable RegistryException cause) {
        close();
        feed.ended(this, cause);
    }
}

package io.rollcall.internal.discovery;

import io.rollcall.event.RollcallListener;
import io.rollcall.event.WatchChangedEvent;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch over all services, kept up. When it ends it is opened again, after a growing and fully jittered pause that
 * only a watch that stood for a while sets back. When a service joins, a watch over the new set is opened beside the
 * old one, which is closed once the new one stands: no service is unwatched meanwhile.
 *
 * <p><em>Concurrency:</em> which watch stands and which is being opened is guarded by {@code lock}. The backend and the
 * sink are called without it, the backend on the IO executor.
 */
final class WatchFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchFeed.class);
    /** Services that are asked for together join together. */
    private static final Duration GATHER = Duration.ofMillis(20);
    /** While services go on joining, each opening gathers twice as long as the one before, up to this. */
    private static final Duration MOST_GATHER = Duration.ofSeconds(1);
    /** Without a service that joins for this long, the next does not wait for others. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final Backoff REOPENING = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private final RegistryBackend backend;
    private final SdkRuntime runtime;
    private final Map<String, CachedService> services;
    private final RollcallListener listener;
    private final BoundedExecutor notifications;
    private final Object lock = new Object();
    private long gatherNanos = GATHER.toNanos();
    private long joinedNanos;
    private @Nullable WatchConnection current;
    private @Nullable WatchConnection opening;
    private boolean scheduled;
    private boolean closed;
    private int failures;
    private boolean troubleReported;

    /**
     * Not connected yet.
     *
     * @param services those to watch, which others add to and remove from
     * @param listener is notified, in order, when the feed is connected and when it is not any more
     */
    WatchFeed(
            RegistryBackend backend,
            SdkRuntime runtime,
            Map<String, CachedService> services,
            RollcallListener listener) {
        this.backend = backend;
        this.runtime = runtime;
        this.services = services;
        this.listener = listener;
        this.notifications = new BoundedExecutor(runtime.io(), 1);
        this.joinedNanos = runtime.time().nanoTime() - CALM.toNanos();
    }

    /** The services whose changes are pushed now. */
    Set<String> watched() {
        synchronized (lock) {
            return current == null ? Set.of() : current.services();
        }
    }

    /** There may be a service that is not watched yet. */
    void servicesChanged() {
        synchronized (lock) {
            gather();
        }
    }

    /** Opening again tells of every service once more: a flood of names must not make one of each. Under the lock. */
    private void gather() {
        if (scheduled || opening != null) {
            return;
        }
        long now = runtime.time().nanoTime();
        boolean calm = now - joinedNanos >= CALM.toNanos();
        gatherNanos = calm ? GATHER.toNanos() : Math.min(MOST_GATHER.toNanos(), 2 * gatherNanos);
        joinedNanos = now;
        schedule(gatherNanos);
    }

    /** Ends watches that give no sign of life. */
    void checkSilence(long nowNanos) {
        for (WatchConnection connection : connections()) {
            connection.checkSilence(nowNanos);
        }
    }

    @Override
    public void close() {
        List<WatchConnection> open;
        synchronized (lock) {
            open = connections();
            closed = true;
            replace(null);
            opening = null;
        }
        open.forEach(WatchConnection::shut);
    }

    private List<WatchConnection> connections() {
        synchronized (lock) {
            return Stream.of(current, opening).filter(Objects::nonNull).toList();
        }
    }

    /** Under the lock. An opening under way looks for further services when it is done. */
    private void schedule(long delayNanos) {
        if (!scheduled && !closed && opening == null) {
            scheduled = true;
            runtime.scheduler().schedule(this::openSoon, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void openSoon() {
        try {
            runtime.io().execute(this::open);
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: no watch is opened any more.", e);
        } catch (Error e) {
            LOG.warn("There is no thread to open a watch with, which is tried again: {}", e.toString());
            synchronized (lock) {
                scheduled = false;
                schedule(REOPENING.max().toNanos());
            }
        }
    }

    private void open() {
        Set<String> names = Set.copyOf(services.keySet());
        WatchConnection fresh = new WatchConnection(names, runtime.time(), this);
        synchronized (lock) {
            scheduled = false;
            boolean covered = current != null && current.covers(names);
            if (closed || opening != null || names.isEmpty() || covered) {
                return;
            }
            opening = fresh;
        }
        try {
            fresh.opened(backend.watch(names, fresh));
        } catch (RegistryException e) {
            fresh.ended(e);
        } catch (RuntimeException e) {
            fresh.ended(new RegistryException(RegistryException.Kind.INVALID, "The watch cannot be opened: " + e, e));
        }
    }

    /** {@code fresh} gave its first sign of life. */
    void connected(WatchConnection fresh) {
        WatchConnection old;
        boolean recovered;
        synchronized (lock) {
            if (fresh != opening) {
                return;
            }
            recovered = troubleReported;
            troubleReported = false;
            old = current;
            replace(fresh);
            opening = null;
            if (!fresh.covers(services.keySet())) {
                gather();
            }
        }
        if (recovered) {
            LOG.info("The registry is watched again.");
        }
        if (old != null) {
            old.shut();
        }
    }

    /** Under the lock, so that what is told of it is in order. */
    private void replace(@Nullable WatchConnection now) {
        boolean connected = now != null;
        boolean before = current != null;
        current = now;
        if (connected != before) {
            try {
                notifications.execute(() -> listener.onWatchChanged(new WatchChangedEvent(connected)));
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                LOG.debug("There is no thread, or no more: nobody is told of the watch.", e);
            }
        }
    }

    /** A service as it is now, pushed by a watch that began at {@code sinceNanos}. */
    void pushed(ServiceView view, long sinceNanos) {
        CachedService service = services.get(view.service());
        if (service != null) {
            service.pushed(view, sinceNanos);
        }
    }

    /** The connection covers nothing any more: it is replaced as if a service had joined. */
    void outdated() {
        servicesChanged();
    }

    /** {@code connection} has ended, by {@code cause} or because the registry wanted so. */
    void ended(WatchConnection connection, @Nullable RegistryException cause) {
        boolean lost;
        boolean unreported;
        synchronized (lock) {
            lost = connection == current;
            if (!lost && connection != opening) {
                return;
            }
            replace(lost ? null : current);
            opening = lost ? opening : null;
            boolean steady = connection.isSteady();
            failures = lost && steady ? 1 : failures + 1;
            unreported = !troubleReported;
            troubleReported = true;
            schedule(REOPENING.fullJitterNanos(failures, runtime.randomness()));
        }
        if (unreported) {
            LOG.warn(
                    "The registry cannot be watched ({}). Services are asked for instead, and what is known of them is"
                            + " served; it is tried until it succeeds.",
                    cause == null ? "it ended the watch" : cause.getMessage());
        }
        if (lost) {
            services.values().forEach(CachedService::hasten);
        }
    }
}

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
 * Keeps one watch open over all services. When it ends it is opened again after exponential backoff with full jitter,
 * which only a watch that lasted for a while resets. When a service joins, a watch over the new set is opened beside
 * the old one, which is closed once the new one is connected: no service is unwatched meanwhile.
 *
 * <p><em>Concurrency:</em> the current watch and the one being opened are guarded by {@code lock}. The backend and the
 * services are called without it, the backend on the IO executor.
 */
final class WatchFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchFeed.class);
    /** Services that are requested within this time share one opening. */
    private static final Duration GATHER = Duration.ofMillis(20);
    /** While services keep joining, each opening gathers twice as long as the previous one, up to this. */
    private static final Duration MAX_GATHER = Duration.ofSeconds(1);
    /** After this long without a new service, the next one gathers for the shortest time again. */
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
    private boolean failureReported;

    /**
     * A feed that is not connected yet.
     *
     * @param services the services to watch; the caller adds and removes them
     * @param listener is notified, in order, when the feed becomes connected or disconnected
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

    /** The services whose changes are currently pushed. */
    Set<String> watched() {
        synchronized (lock) {
            return current == null ? Set.of() : current.services();
        }
    }

    /** Opens a new watch soon if a service is not covered by the current one. */
    void servicesChanged() {
        synchronized (lock) {
            gather();
        }
    }

    /** Each opening transfers every service again, so a flood of new names must not cause one each. Under the lock. */
    private void gather() {
        if (scheduled || opening != null) {
            return;
        }
        long now = runtime.time().nanoTime();
        boolean calm = now - joinedNanos >= CALM.toNanos();
        gatherNanos = calm ? GATHER.toNanos() : Math.min(MAX_GATHER.toNanos(), 2 * gatherNanos);
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
        open.forEach(WatchConnection::close);
    }

    private List<WatchConnection> connections() {
        synchronized (lock) {
            return Stream.of(current, opening).filter(Objects::nonNull).toList();
        }
    }

    /** Called under the lock. An opening under way checks for further services when it is done. */
    private void schedule(long delayNanos) {
        if (!scheduled && !closed && opening == null) {
            scheduled = true;
            runtime.scheduler().schedule(this::submitOpen, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void submitOpen() {
        try {
            runtime.io().execute(this::open);
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: no watch is opened any more.", e);
        } catch (Error e) {
            LOG.warn("No thread is available to open a watch; it is retried: {}", e.toString());
            synchronized (lock) {
                scheduled = false;
                schedule(REOPENING.max().toNanos());
            }
        }
    }

    private void open() {
        Set<String> names = Set.copyOf(services.keySet());
        WatchConnection replacement = new WatchConnection(names, runtime.time(), this);
        synchronized (lock) {
            scheduled = false;
            boolean covered = current != null && current.covers(names);
            if (closed || opening != null || names.isEmpty() || covered) {
                return;
            }
            opening = replacement;
        }
        try {
            replacement.opened(backend.watch(names, replacement));
        } catch (RegistryException e) {
            replacement.ended(e);
        } catch (RuntimeException e) {
            replacement.ended(
                    new RegistryException(RegistryException.Kind.INVALID, "The watch cannot be opened: " + e, e));
        }
    }

    /** {@code replacement} received its first sign of life. */
    void connected(WatchConnection replacement) {
        WatchConnection old;
        boolean recovered;
        synchronized (lock) {
            if (replacement != opening) {
                return;
            }
            recovered = failureReported;
            failureReported = false;
            old = current;
            replace(replacement);
            opening = null;
            if (!replacement.covers(services.keySet())) {
                gather();
            }
        }
        if (recovered) {
            LOG.info("The watch on the registry is connected again.");
        }
        if (old != null) {
            old.close();
        }
    }

    /** Called under the lock, so that notifications are in order. */
    private void replace(@Nullable WatchConnection now) {
        boolean connected = now != null;
        boolean before = current != null;
        current = now;
        if (connected != before) {
            try {
                notifications.execute(() -> listener.onWatchChanged(new WatchChangedEvent(connected)));
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                LOG.debug("No thread is available, or the executor is closed: the watch's change is not published.", e);
            }
        }
    }

    /** A view pushed by a watch that was opened at {@code openedNanos}. */
    void pushed(ServiceView view, long openedNanos) {
        CachedService service = services.get(view.service());
        if (service != null) {
            service.pushed(view, openedNanos);
        }
    }

    /** The current connection points at the registry's old address: it is replaced as if a service had joined. */
    void outdated() {
        servicesChanged();
    }

    /** {@code connection} has ended with {@code cause}, or in good order if it is null. */
    void ended(WatchConnection connection, @Nullable RegistryException cause) {
        boolean lost;
        boolean firstFailure;
        synchronized (lock) {
            lost = connection == current;
            if (!lost && connection != opening) {
                return;
            }
            replace(lost ? null : current);
            opening = lost ? opening : null;
            boolean steady = connection.isSteady();
            failures = lost && steady ? 1 : failures + 1;
            firstFailure = !failureReported;
            failureReported = true;
            schedule(REOPENING.fullJitterNanos(failures, runtime.randomness()));
        }
        if (firstFailure) {
            LOG.warn(
                    "The registry cannot be watched ({}). Services are polled instead, their known snapshots are"
                            + " served, and the watch is retried until it succeeds.",
                    cause == null ? "it ended the watch" : cause.getMessage());
        }
        if (lost) {
            services.values().forEach(CachedService::refreshSoon);
        }
    }
}

package io.rollcall.internal.discovery;

import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceForgottenEvent;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.discovery.disk.SnapshotFile;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.registry.RegistryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The discovery cache: an {@link CachedService entry} for each requested service, one watch over all of them, and a
 * sweep that pulls the services that the watch has not renewed in time.
 *
 * <p>Wrong names do not pile up: a service without instances is forgotten after a while; beyond {@value #MAX_EMPTY} of
 * them, those that have been empty the longest are forgotten at once.
 *
 * <p><em>Concurrency:</em> threadsafe. Entries are in a concurrent map and have their own locks; the sweep runs on the
 * scheduler and never blocks; pulls run on the IO executor, at most {@value #MAX_PULLS} at a time, so that heartbeats
 * on the same executor get through.
 */
public final class Discovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final int MAX_PULLS = 2;
    private static final int MAX_EMPTY = 2_000;
    /** The number of services that join between two counts of the empty ones. */
    private static final int COUNT_EVERY = 256;

    private final RegistryBackend backend;
    private final SdkRuntime runtime;
    private final DiscoveryConfig config;
    private final Function<String, LoadBalancer> balancers;
    private final RollcallListener listener;
    private final Map<String, CachedService> entries = new ConcurrentHashMap<>();
    private final AtomicInteger joined = new AtomicInteger();
    private final Function<String, @Nullable SnapshotFile> files;
    private final BoundedExecutor pulls;
    private final WatchFeed feed;
    private final ScheduledFuture<?> sweeping;
    private volatile boolean closed;

    /**
     * An empty cache.
     *
     * @param balancers creates the load balancer of a newly followed service
     * @param listener receives discovery's events; must not throw
     * @param files the file in which a service is stored for the next run, or null for none
     */
    public Discovery(
            RegistryBackend backend,
            SdkRuntime runtime,
            DiscoveryConfig config,
            Function<String, LoadBalancer> balancers,
            RollcallListener listener,
            Function<String, @Nullable SnapshotFile> files) {
        this.backend = backend;
        this.runtime = runtime;
        this.config = config;
        this.balancers = balancers;
        this.listener = listener;
        this.files = files;
        this.pulls = new BoundedExecutor(runtime.io(), MAX_PULLS);
        this.feed = new WatchFeed(backend, runtime, entries, listener);
        this.sweeping = runtime.scheduler()
                .scheduleWithFixedDelay(
                        () -> guarded(this::sweep), SWEEP.toNanos(), SWEEP.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Returns the entry of {@code service}. A new entry is looked up at once, in the background.
     *
     * @throws IllegalStateException if this is closed
     */
    public CachedService follow(String service) {
        CachedService known = entries.get(service);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IllegalStateException("The connection to the registry is closed: nothing can be looked up.");
        }
        CachedService fresh = new CachedService(
                balancers.apply(service),
                listener,
                backend,
                runtime,
                config,
                pulls,
                new StoredSnapshot(files.apply(service)));
        CachedService other = entries.putIfAbsent(service, fresh);
        if (other != null) {
            return other;
        }
        if (joined.incrementAndGet() % COUNT_EVERY == 0) {
            forgetOldestEmpty();
        }
        fresh.start();
        feed.servicesChanged();
        return fresh;
    }

    private void forgetOldestEmpty() {
        if (entries.size() <= MAX_EMPTY) {
            return;
        }
        long now = runtime.time().nanoTime();
        List<Map.Entry<String, Long>> empty = new ArrayList<>();
        entries.forEach((name, entry) -> {
            if (entry.isUnused()) {
                empty.add(Map.entry(name, entry.emptyNanos(now)));
            }
        });
        empty.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        int excess = Math.max(0, empty.size() - MAX_EMPTY);
        empty.subList(0, excess).forEach(oldest -> forget(oldest.getKey()));
    }

    private void forget(String service) {
        CachedService entry = entries.remove(service);
        if (entry != null) {
            entry.forget();
            listener.onServiceForgotten(new ServiceForgottenEvent(service));
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("A part of the discovery sweep failed; the rest and the next sweep still run.", e);
        }
    }

    private void sweep() {
        long now = runtime.time().nanoTime();
        feed.checkSilence(now);
        Set<String> watched = feed.watched();
        entries.forEach((name, entry) -> guarded(() -> {
            if (entry.isForgettable(now)) {
                forget(name);
            } else {
                entry.tick(now, watched.contains(name));
                entry.balancer().tick();
            }
        }));
    }

    /** Ends the watch and all fetches. First look-ups that are pending fail. */
    @Override
    public void close() {
        closed = true;
        sweeping.cancel(false);
        feed.close();
        entries.values().forEach(CachedService::close);
    }
}

package io.rollcall.discovery;

import io.rollcall.discovery.disk.SnapshotFile;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.ServiceView;
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
 * The discovery cache: an {@link ServiceEntry entry} for each service that somebody asked for, one watch over all of
 * them, and a sweep that pulls whatever the watch has not renewed in time.
 *
 * <p>Wrong names do not pile up: a service without instances is forgotten after a while, and of more than
 * {@value #MOST_EMPTY} of them those that have been empty for longest at once.
 *
 * <p><em>Concurrency:</em> threadsafe. Entries are in a concurrent map and have locks of their own; the sweep runs on
 * the scheduler and never blocks, pulls run on the IO executor, at most {@value #PULLS} at a time, so that heartbeats
 * on the same executor get through.
 */
public final class Discovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final int PULLS = 2;
    private static final int MOST_EMPTY = 2_000;
    /** So many services join between two counts of the empty ones. */
    private static final int COUNTED = 256;

    /** Whose services these are. */
    public interface Services {
        /** Makes the balancer of a service that is to be followed. */
        LoadBalancer balancer(String service);

        /** The service is not followed any more. */
        void forgotten(String service);

        /** The instances of a service are others than before. Told in order for each service. */
        void changed(ServiceSnapshot before, ServiceSnapshot after);

        /** A service was heard of; its instances may be the same. */
        void refreshed(ServiceSnapshot snapshot);

        /** Changes are pushed from now on, or are not. */
        void watched(boolean connected);
    }

    private final RegistryBackend backend;
    private final Machinery machinery;
    private final DiscoveryTerms terms;
    private final Services services;
    private final Map<String, ServiceEntry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger joined = new AtomicInteger();
    private final Function<String, @Nullable SnapshotFile> files;
    private final Lane pulls;
    private final WatchFeed feed;
    private final ScheduledFuture<?> sweeping;
    private volatile boolean closed;

    /**
     * A cache without entries.
     *
     * @param services whose services these are
     * @param files where a service is kept for the next run, or null for nowhere
     */
    public Discovery(
            RegistryBackend backend,
            Machinery machinery,
            DiscoveryTerms terms,
            Services services,
            Function<String, @Nullable SnapshotFile> files) {
        this.backend = backend;
        this.machinery = machinery;
        this.terms = terms;
        this.services = services;
        this.files = files;
        this.pulls = new Lane(machinery.io(), PULLS);
        this.feed = new WatchFeed(backend, machinery, new Subscriptions());
        this.sweeping = machinery
                .scheduler()
                .scheduleWithFixedDelay(
                        () -> guarded(this::sweep), SWEEP.toNanos(), SWEEP.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * The entry of {@code service}; a new one is looked up at once, in the background.
     *
     * @throws IllegalStateException if this is closed
     */
    public ServiceEntry follow(String service) {
        ServiceEntry known = entries.get(service);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IllegalStateException("The connection to the registry is closed: nothing can be looked up.");
        }
        ServiceEntry fresh = new ServiceEntry(
                services, service, backend, machinery, terms, pulls, new LastRun(files.apply(service)));
        ServiceEntry other = entries.putIfAbsent(service, fresh);
        if (other != null) {
            return other;
        }
        if (joined.incrementAndGet() % COUNTED == 0) {
            forgetSomeEmpty();
        }
        fresh.begin();
        feed.servicesChanged();
        return fresh;
    }

    private void forgetSomeEmpty() {
        if (entries.size() <= MOST_EMPTY) {
            return;
        }
        long now = machinery.time().nanoTime();
        List<Map.Entry<String, Long>> empty = new ArrayList<>();
        entries.forEach((name, entry) -> {
            if (entry.isNobodys()) {
                empty.add(Map.entry(name, entry.emptyNanos(now)));
            }
        });
        empty.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        int tooMany = Math.max(0, empty.size() - MOST_EMPTY);
        empty.subList(0, tooMany).forEach(oldest -> forget(oldest.getKey()));
    }

    private void forget(String service) {
        ServiceEntry entry = entries.remove(service);
        if (entry != null) {
            entry.forget();
            services.forgotten(service);
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("A part of discovery's sweep failed; the others and the next sweep go on.", e);
        }
    }

    private void sweep() {
        long now = machinery.time().nanoTime();
        feed.checkSilence(now);
        Set<String> watched = feed.watched();
        entries.forEach((name, entry) -> guarded(() -> {
            if (entry.isForgotten(now)) {
                forget(name);
            } else {
                entry.tick(now, watched.contains(name));
                entry.balancer().tick();
            }
        }));
    }

    /** Ends the watch and answers no more. Whoever waits for a first look-up is told. */
    @Override
    public void close() {
        closed = true;
        sweeping.cancel(false);
        feed.close();
        entries.values().forEach(ServiceEntry::close);
    }

    /** What the watch reports to. */
    private final class Subscriptions implements WatchFeed.Sink {

        @Override
        public Set<String> services() {
            return Set.copyOf(entries.keySet());
        }

        @Override
        public void pushed(ServiceView view, long sinceNanos) {
            ServiceEntry entry = entries.get(view.service());
            if (entry != null) {
                entry.pushed(view, sinceNanos);
            }
        }

        @Override
        public void lost() {
            entries.values().forEach(ServiceEntry::hasten);
        }

        @Override
        public void watched(boolean connected) {
            services.watched(connected);
        }
    }
}

package io.rollcall.discovery;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.ServiceView;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The discovery cache: an {@link ServiceEntry entry} for each service that somebody asked for, one watch over all of
 * them, and a sweep that pulls whatever the watch has not renewed in time.
 *
 * <p>Services that have no instances and that nobody has asked for lately are forgotten, so that wrong names do not
 * pile up.
 *
 * <p><em>Concurrency:</em> threadsafe. Entries are in a concurrent map and have locks of their own; the sweep runs on
 * the scheduler and never blocks, pulls run on the IO executor, at most {@value #PULLS} at a time, so that heartbeats
 * on the same executor get through.
 */
public final class Discovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final int PULLS = 2;

    /** Whose services these are. */
    public interface Services {
        /** Makes the balancer of a service that is to be followed. */
        LoadBalancer balancer(String service);

        /** The service is not followed any more. */
        void forgotten(String service);
    }

    private final RegistryBackend backend;
    private final Machinery machinery;
    private final DiscoveryTerms terms;
    private final Services services;
    private final Map<String, ServiceEntry> entries = new ConcurrentHashMap<>();
    private final Lane pulls;
    private final WatchFeed feed;
    private final ScheduledFuture<?> sweeping;
    private volatile boolean closed;

    /**
     * A cache without entries.
     *
     * @param services whose services these are
     */
    public Discovery(RegistryBackend backend, Machinery machinery, DiscoveryTerms terms, Services services) {
        this.backend = backend;
        this.machinery = machinery;
        this.terms = terms;
        this.services = services;
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
        ServiceEntry fresh = new ServiceEntry(services.balancer(service), backend, machinery, terms, pulls);
        ServiceEntry other = entries.putIfAbsent(service, fresh);
        if (other != null) {
            return other;
        }
        fresh.refresh();
        feed.servicesChanged();
        return fresh;
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
                entries.remove(name, entry);
                entry.forget();
                services.forgotten(name);
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
    }
}

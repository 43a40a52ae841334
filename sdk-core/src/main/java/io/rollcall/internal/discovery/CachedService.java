package io.rollcall.internal.discovery;

import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.Subscription;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.discovery.disk.StoredView;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cached service: its current view, and the load balancer that serves it.
 *
 * <p><em>Concurrency:</em> views arrive on the watch's thread and from pulls; each is compared, stored and compiled
 * under {@code lock}, so snapshots reach the balancer in order. Callers read {@link #isKnown()} and the balancer, and
 * take no lock once there is a first snapshot. Listeners and stages run on a separate executor, without the lock.
 */
public final class CachedService {
    private static final Logger LOG = LoggerFactory.getLogger(CachedService.class);
    /** A service that has had no instances for this long is dropped from the cache until it is requested again. */
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final LoadBalancer balancer;
    private final RegistryBackend backend;
    private final SdkRuntime runtime;
    private final DiscoveryConfig config;
    private final Executor pullExecutor;
    private final StoredSnapshot stored;
    private final ChangeNotifier notifier;
    private final FirstLookup first;
    private volatile boolean known;

    private final Object lock = new Object();
    private final CurrentView view;
    private final RefreshSchedule schedule;
    private boolean pinned;
    private boolean closed;
    private final long createdNanos;
    private long emptySinceNanos;

    CachedService(
            LoadBalancer balancer,
            RollcallListener listener,
            RegistryBackend backend,
            SdkRuntime runtime,
            DiscoveryConfig config,
            Executor pullExecutor,
            StoredSnapshot stored) {
        this.balancer = balancer;
        this.backend = backend;
        this.runtime = runtime;
        this.config = config;
        this.pullExecutor = pullExecutor;
        this.stored = stored;
        this.notifier = new ChangeNotifier(runtime.callbacks(), listener);
        this.first = new FirstLookup(balancer.service());
        this.view = new CurrentView(config);
        this.schedule = new RefreshSchedule(runtime, config);
        this.createdNanos = now();
        this.emptySinceNanos = createdNanos;
    }

    /** The balancer of this service. */
    public LoadBalancer balancer() {
        return balancer;
    }

    /** Whether there is a snapshot of this service, possibly empty, from the registry or from an earlier run. */
    public boolean isKnown() {
        return known;
    }

    /**
     * Waits for the first snapshot. Does not block once a look-up has failed.
     *
     * @throws RegistryException if there is none within the look-up timeout
     */
    public void awaitKnown() {
        if (known) {
            return;
        }
        try {
            first.await(config.lookupTimeout());
        } catch (RegistryException e) {
            if (!restore()) {
                throw e;
            }
        }
    }

    /**
     * Completes with the first snapshot. After a failed look-up this starts another one, and the stage reports that.
     */
    public CompletionStage<ServiceSnapshot> ready() {
        if (known) {
            return CompletableFuture.completedStage(balancer.snapshot());
        }
        CompletionStage<ServiceSnapshot> stage = first.stage(runtime.callbacks());
        refresh();
        return stage;
    }

    /** Notifies {@code subscriber} of every later change. */
    public Subscription subscribe(Consumer<ServiceChangedEvent> subscriber) {
        return notifier.subscribe(subscriber);
    }

    /** Instances that are served although the registry no longer lists them, because it seems to have lost them. */
    public List<ServiceInstance> retained() {
        synchronized (lock) {
            return view.retained();
        }
    }

    /** Excludes this service from being forgotten. */
    public void pin() {
        synchronized (lock) {
            pinned = true;
        }
    }

    /** Starts the first look-up, on disk and in the registry. */
    void start() {
        stored.read(this::lookupFailed);
        refresh();
    }

    /** The first look-up failed: falls back to the snapshot of an earlier run, if there is one. */
    private void lookupFailed(RegistryException e) {
        if (!stored.isPending(e) && !restore()) {
            first.failed(e);
        }
    }

    /** Serves the snapshot of an earlier run if nothing else is known. Returns whether this service is known now. */
    private boolean restore() {
        synchronized (lock) {
            StoredView last = known || closed ? null : stored.take();
            if (last != null) {
                LOG.warn(
                        "{}: the registry does not respond; serving {} instances from a snapshot stored {} ago.",
                        balancer.service(),
                        last.view().instances().size(),
                        last.age());
                view.restore(last.view());
                publish(Source.DISK, last.age());
            }
            return known;
        }
    }

    /** Fetches from the registry, unless a fetch is under way. */
    void refresh() {
        synchronized (lock) {
            if (closed || !schedule.tryStart()) {
                return;
            }
        }
        try {
            pullExecutor.execute(this::pull);
        } catch (RejectedExecutionException e) {
            failed(new RegistryException(RegistryException.Kind.UNAVAILABLE, "Discovery is closed.", e));
        } catch (Error e) {
            failed(new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, "No thread is available to query the registry: " + e, e));
        }
    }

    private void pull() {
        ServiceView previous;
        synchronized (lock) {
            previous = view.fromRegistry();
            if (closed) {
                schedule.finished();
                return;
            }
        }
        long requestedNanos = now();
        try {
            backend.fetch(balancer.service(), previous)
                    .ifPresentOrElse(
                            received -> accept(received, Source.PULL, requestedNanos), () -> unchanged(previous));
        } catch (RegistryException e) {
            failed(e);
        } catch (RuntimeException e) {
            failed(new RegistryException(
                    RegistryException.Kind.INVALID, "The registry's response is unusable: " + e, e));
        } finally {
            synchronized (lock) {
                schedule.finished();
            }
        }
    }

    void pushed(ServiceView received, long openedNanos) {
        try {
            accept(received, Source.PUSH, openedNanos);
        } catch (RuntimeException e) {
            LOG.warn("The pushed view of {} is unusable; the previous one stays in force.", balancer.service(), e);
        }
    }

    private void accept(ServiceView received, Source source, long requestedNanos) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            boolean wasRetaining = !view.retained().isEmpty();
            if (source == Source.PUSH) {
                schedule.watched(true);
            }
            if (view.apply(received, requestedNanos, now())) {
                publish(source, Duration.ZERO);
            } else {
                LOG.debug("{}: revision {} is stale and was dropped.", balancer.service(), received.revision());
            }
            if (!wasRetaining && !view.retained().isEmpty()) {
                LOG.warn(
                        "{}: the registry lost {} instances that were up; they are served for up to {} of the time in"
                                + " which it responds.",
                        balancer.service(),
                        view.retained().size(),
                        config.protection());
            }
            succeeded();
        }
    }

    private void unchanged(@Nullable ServiceView previous) {
        synchronized (lock) {
            if (view.isCurrent(previous)) {
                view.confirmed(now());
                publish(Source.PULL, Duration.ZERO);
            }
            succeeded();
        }
    }

    private void succeeded() {
        schedule.succeeded(
                balancer.snapshot().instances().isEmpty(), !view.retained().isEmpty());
    }

    /** Publishes the current view as a snapshot that was valid {@code age} ago. Called under the lock. */
    private void publish(Source source, Duration age) {
        ServiceSnapshot before = balancer.snapshot();
        ServiceSnapshot snapshot =
                ServiceSnapshot.of(balancer.service(), view.revision(), view.served(), source, age, runtime.time());
        balancer.update(snapshot);
        known = true;
        stored.take();
        first.succeeded(snapshot);
        notifier.refreshed(before, snapshot);
        ServiceView received = view.fromRegistry();
        if (received != null && view.retained().isEmpty()) {
            stored.save(received);
        }
        if (!snapshot.instances().isEmpty()) {
            emptySinceNanos = now();
        }
    }

    private void failed(RegistryException e) {
        synchronized (lock) {
            schedule.finished();
            schedule.failed();
            view.failed();
        }
        LOG.debug("{} cannot be fetched; the known snapshot is served.", balancer.service(), e);
        if (!known) {
            lookupFailed(e);
        }
    }

    /** The watch ended: fetches soon, spread over time so that services do not fetch all at once. */
    void refreshSoon() {
        synchronized (lock) {
            schedule.refreshSoon();
        }
    }

    /** Runs what is due: the end of retention, the fallback to disk, a fetch. */
    void tick(long nowNanos, boolean watched) {
        boolean due;
        synchronized (lock) {
            schedule.watched(watched);
            if (!closed && view.expire(nowNanos)) {
                LOG.info("{}: instances that the registry lost did not return and are removed.", balancer.service());
                publish(balancer.snapshot().source(), balancer.snapshot().age());
            }
            due = schedule.isDue(nowNanos);
        }
        if (!known && nowNanos - createdNanos >= config.lookupTimeout().toNanos() / 2) {
            restore();
        }
        if (due) {
            refresh();
        }
    }

    boolean isForgettable(long nowNanos) {
        return known && isUnused() && emptyNanos(nowNanos) >= FORGET_AFTER.toNanos();
    }

    /** Whether it has no known instance, is not pinned, and has no subscriber. */
    boolean isUnused() {
        synchronized (lock) {
            return !pinned
                    && !notifier.hasSubscribers()
                    && balancer.snapshot().instances().isEmpty();
        }
    }

    /** How long it has had no instance. */
    long emptyNanos(long nowNanos) {
        synchronized (lock) {
            return nowNanos - emptySinceNanos;
        }
    }

    /** Ignores all later views. Callers have to follow the service anew. */
    void forget() {
        boolean pending = !known;
        synchronized (lock) {
            closed = true;
            known = false;
        }
        if (pending) {
            first.failed(new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, "Too many other services were requested meanwhile."));
        }
    }

    /** Ignores all later views. The last snapshot stays available. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
        stored.flush();
        if (!known) {
            first.failed(new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, "The connection to the registry was closed."));
        }
    }

    private long now() {
        return runtime.time().nanoTime();
    }
}

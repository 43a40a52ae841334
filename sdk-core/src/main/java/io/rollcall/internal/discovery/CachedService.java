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
 * One service: the view that is held of it, and the balancer that serves it.
 *
 * <p><em>Concurrency:</em> views arrive on the watch's thread and from pulls; each is compared, stored and compiled
 * under {@code lock}, so snapshots reach the balancer in order. Callers read {@link #isKnown()} and the balancer, and
 * take no lock once the first answer is there. Listeners and stages run on an executor of their own, without the lock.
 */
public final class CachedService {
    private static final Logger LOG = LoggerFactory.getLogger(CachedService.class);
    /** A service that has had no instances for so long is forgotten until somebody asks again. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final LoadBalancer balancer;
    private final RegistryBackend backend;
    private final SdkRuntime runtime;
    private final DiscoveryConfig config;
    private final Executor pulls;
    private final StoredSnapshot lastRun;
    private final ChangeNotifier notifier;
    private final FirstAnswer first;
    private volatile boolean known;

    private final Object lock = new Object();
    private final CurrentView held;
    private final RefreshTimes times;
    private boolean pinned;
    private boolean ended;
    private final long bornNanos;
    private long emptySinceNanos;

    CachedService(
            LoadBalancer balancer,
            RollcallListener listener,
            RegistryBackend backend,
            SdkRuntime runtime,
            DiscoveryConfig config,
            Executor pulls,
            StoredSnapshot lastRun) {
        this.balancer = balancer;
        this.backend = backend;
        this.runtime = runtime;
        this.config = config;
        this.pulls = pulls;
        this.lastRun = lastRun;
        this.notifier = new ChangeNotifier(runtime.callbacks(), listener);
        this.first = new FirstAnswer(balancer.service());
        this.held = new CurrentView(config);
        this.times = new RefreshTimes(runtime, config);
        this.bornNanos = now();
        this.emptySinceNanos = bornNanos;
    }

    /** The balancer of this service. */
    public LoadBalancer balancer() {
        return balancer;
    }

    /**
     * Whether anything is known of this service, from the registry or from an earlier run, if only that it is empty.
     */
    public boolean isKnown() {
        return known;
    }

    /**
     * Waits for the first answer, but not after a look-up has failed.
     *
     * @throws RegistryException if there is none within the look-up's bound
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

    /** Completes with the first snapshot. After a failure it begins another attempt, which the stage is about. */
    public CompletionStage<ServiceSnapshot> ready() {
        if (known) {
            return CompletableFuture.completedStage(balancer.snapshot());
        }
        CompletionStage<ServiceSnapshot> stage = first.stage(runtime.callbacks());
        refresh();
        return stage;
    }

    /** Notifies {@code subscriber} of each change from now on. */
    public Subscription subscribe(Consumer<ServiceChangedEvent> subscriber) {
        return notifier.subscribe(subscriber);
    }

    /** Instances that are served though the registry does not list them, because it seems to have lost them. */
    public List<ServiceInstance> heldBack() {
        synchronized (lock) {
            return held.kept();
        }
    }

    /** Keeps this from being forgotten. */
    public void pin() {
        synchronized (lock) {
            pinned = true;
        }
    }

    /** Looks the service up for the first time, on disk and in the registry. */
    void begin() {
        lastRun.read(this::unanswered);
        refresh();
    }

    /** The first look-up failed: what an earlier run left is the answer, if there is something. */
    private void unanswered(RegistryException e) {
        if (!lastRun.isComing(e) && !restore()) {
            first.failed(e);
        }
    }

    /** Serves what an earlier run left, if nothing else is known. Returns whether anything is. */
    private boolean restore() {
        synchronized (lock) {
            StoredView last = known || ended ? null : lastRun.take();
            if (last != null) {
                LOG.warn(
                        "{}: the registry does not answer; {} instances are served that were known {} ago.",
                        balancer.service(),
                        last.view().instances().size(),
                        last.age());
                held.restore(last.view());
                publish(Source.DISK, last.age());
            }
            return known;
        }
    }

    /** Asks the registry, unless that is under way. */
    void refresh() {
        synchronized (lock) {
            if (ended || !times.begin()) {
                return;
            }
        }
        try {
            pulls.execute(this::pull);
        } catch (RejectedExecutionException e) {
            failed(new RegistryException(RegistryException.Kind.UNAVAILABLE, "Discovery is closed.", e));
        } catch (Error e) {
            failed(new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, "There is no thread to ask the registry with: " + e, e));
        }
    }

    private void pull() {
        ServiceView asked;
        synchronized (lock) {
            asked = held.current();
            if (ended) {
                times.ended();
                return;
            }
        }
        long since = now();
        try {
            backend.fetch(balancer.service(), asked)
                    .ifPresentOrElse(told -> accept(told, Source.PULL, since), () -> unchanged(asked));
        } catch (RegistryException e) {
            failed(e);
        } catch (RuntimeException e) {
            failed(new RegistryException(
                    RegistryException.Kind.INVALID, "The registry's answer is of no use: " + e, e));
        } finally {
            synchronized (lock) {
                times.ended();
            }
        }
    }

    void pushed(ServiceView told, long sinceNanos) {
        try {
            accept(told, Source.PUSH, sinceNanos);
        } catch (RuntimeException e) {
            LOG.warn("What was pushed of {} is of no use; what was known is kept.", balancer.service(), e);
        }
    }

    private void accept(ServiceView told, Source source, long sinceNanos) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            boolean keeping = !held.kept().isEmpty();
            if (source == Source.PUSH) {
                times.watched(true);
            }
            if (held.offer(told, sinceNanos, now()) == CurrentView.Verdict.LATE) {
                LOG.debug("{}: revision {} came late.", balancer.service(), told.revision());
            } else {
                publish(source, Duration.ZERO);
            }
            if (!keeping && !held.kept().isEmpty()) {
                LOG.warn(
                        "{}: the registry lost {} instances that were up; they are served for {} more in which it answers.",
                        balancer.service(),
                        held.kept().size(),
                        config.protection());
            }
            answered();
        }
    }

    private void unchanged(@Nullable ServiceView asked) {
        synchronized (lock) {
            if (held.isHeld(asked)) {
                held.confirmed(now());
                publish(Source.PULL, Duration.ZERO);
            }
            answered();
        }
    }

    private void answered() {
        times.answered(balancer.snapshot().instances().isEmpty(), !held.kept().isEmpty());
    }

    /** Makes what is held the snapshot in force, as true {@code age} ago. Under the lock. */
    private void publish(Source source, Duration age) {
        ServiceSnapshot before = balancer.snapshot();
        ServiceSnapshot snapshot =
                ServiceSnapshot.of(balancer.service(), held.revision(), held.served(), source, age, runtime.time());
        balancer.update(snapshot);
        known = true;
        lastRun.take();
        first.succeeded(snapshot);
        notifier.refreshed(before, snapshot);
        ServiceView told = held.current();
        if (told != null && held.kept().isEmpty()) {
            lastRun.keep(told);
        }
        if (!snapshot.instances().isEmpty()) {
            emptySinceNanos = now();
        }
    }

    private void failed(RegistryException e) {
        synchronized (lock) {
            times.ended();
            times.failed();
            held.failed();
        }
        LOG.debug("{} cannot be asked for; what is known is served.", balancer.service(), e);
        if (!known) {
            unanswered(e);
        }
    }

    /** The watch ended: ask soon, but not all at once. */
    void hasten() {
        synchronized (lock) {
            times.hasten();
        }
    }

    /** Does what is due. */
    void tick(long nowNanos, boolean watched) {
        boolean due;
        synchronized (lock) {
            times.watched(watched);
            if (!ended && held.expire(nowNanos)) {
                LOG.info("{}: instances that the registry lost did not come back.", balancer.service());
                publish(balancer.snapshot().source(), balancer.snapshot().age());
            }
            due = times.isDue(nowNanos);
        }
        if (!known && nowNanos - bornNanos >= config.lookupTimeout().toNanos() / 2) {
            restore();
        }
        if (due) {
            refresh();
        }
    }

    boolean isForgotten(long nowNanos) {
        return known && isNobodys() && emptyNanos(nowNanos) >= FORGOTTEN.toNanos();
    }

    /** Whether it has no instance, as far as is known, and nobody wants to hear of the first. */
    boolean isNobodys() {
        synchronized (lock) {
            return !pinned
                    && !notifier.hasSubscribers()
                    && balancer.snapshot().instances().isEmpty();
        }
    }

    /** For how long it has had no instance. */
    long emptyNanos(long nowNanos) {
        synchronized (lock) {
            return nowNanos - emptySinceNanos;
        }
    }

    /** Nothing is taken over any more; who asks has to follow the service anew. */
    void forget() {
        boolean waitedFor = !known;
        synchronized (lock) {
            ended = true;
            known = false;
        }
        if (waitedFor) {
            first.failed(new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, "Too many other services were asked for meanwhile."));
        }
    }

    /** Nothing is taken over any more; what is known stays. */
    void close() {
        synchronized (lock) {
            ended = true;
        }
        lastRun.flush();
        if (!known) {
            first.failed(new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, "The connection to the registry was closed."));
        }
    }

    private long now() {
        return runtime.time().nanoTime();
    }
}

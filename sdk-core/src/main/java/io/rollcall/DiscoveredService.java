package io.rollcall;

import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.Subscription;
import io.rollcall.internal.discovery.CachedService;
import io.rollcall.internal.discovery.Discovery;
import io.rollcall.loadbalancer.Explanation;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A service that others offer: who its instances are, and whom to call. Got from {@link Rollcall#service(String)}; the
 * same object for the same name.
 *
 * <p>Only the first look-up of a service may block, for at most {@link RollcallBuilder#lookupTimeout(Duration)}; use
 * {@link #ready()} where even that is too much. From then on nothing here waits for the registry: what is known is
 * served, and renewed in the background.
 *
 * <p>Threadsafe.
 */
public final class DiscoveredService {
    private final String name;
    private final Discovery discovery;
    private volatile CachedService entry;

    DiscoveredService(String name, Discovery discovery) {
        this.name = name;
        this.discovery = discovery;
        this.entry = discovery.follow(name);
    }

    /** The service's name. */
    public String name() {
        return name;
    }

    /**
     * An instance for a request of which nothing is known.
     *
     * @throws NoInstanceException if none may take it
     * @throws RegistryException if nothing is known of the service yet, since the registry could not be asked
     */
    public ServiceInstance choose() {
        return warmed().choose();
    }

    /**
     * An instance for {@code request}. The call is not counted: where its outcome can be told, use
     * {@link #select(RequestContext)}.
     *
     * @throws NoInstanceException if none may take it
     * @throws RegistryException if nothing is known of the service yet, since the registry could not be asked
     */
    public ServiceInstance choose(RequestContext request) {
        return warmed().choose(request);
    }

    /**
     * An instance for {@code request}, counted as in flight until the selection's outcome is told.
     *
     * @throws NoInstanceException if none may take it
     * @throws RegistryException if nothing is known of the service yet, since the registry could not be asked
     */
    public Selection select(RequestContext request) {
        return warmed().select(request);
    }

    /** Why a request of which nothing is known would go where it would go now. */
    public Explanation explain() {
        return explain(RequestContext.empty());
    }

    /** Why {@code request} would go where it would go now. */
    public Explanation explain(RequestContext request) {
        return warmed().explain(request);
    }

    /** What is known of the service: its instances, how old that is, and where it came from. */
    public ServiceSnapshot snapshot() {
        return warmed().snapshot();
    }

    /** All known instances, of whatever status. Unmodifiable. */
    public List<ServiceInstance> instances() {
        return snapshot().instances();
    }

    /**
     * Instances that are part of {@link #instances()} though the registry does not list them: it seems to have lost
     * them, and they are likely to be alive. Each is kept for at most
     * {@link RollcallBuilder#emptyProtection(Duration)}.
     */
    public List<ServiceInstance> heldBack() {
        return followed().retained();
    }

    /**
     * Completes with the first snapshot of this service, at once if there is one. Never blocks; fails with a
     * {@link RegistryException} if the look-up under way does, in which case the next call of this method begins
     * another.
     */
    public CompletionStage<ServiceSnapshot> ready() {
        return followed().ready();
    }

    /**
     * Waits until at least {@code count} instances are up.
     *
     * @return the snapshot that has them
     * @throws RegistryException of kind TIMEOUT if there are fewer after {@code timeout}, or if the thread is
     *     interrupted; the message says who is there
     */
    public ServiceSnapshot awaitInstances(int count, Duration timeout) {
        CachedService followed = followed();
        followed.ready();
        return InstanceWait.until(followed, count, timeout);
    }

    /**
     * Notifies {@code subscriber} of every change of the instances from now on, one at a time, on a thread of the SDK.
     * It must not block. If it throws, that is logged and the next change is delivered all the same.
     *
     * @return ends the subscription
     */
    public Subscription onChange(Consumer<ServiceChangedEvent> subscriber) {
        return followed().subscribe(subscriber);
    }

    /** The policy in force. */
    public ServicePolicy policy() {
        return followed().balancer().policy();
    }

    /** Takes over a policy, without touching calls under way. */
    public void policy(ServicePolicy policy) {
        CachedService followed = followed();
        followed.pin();
        followed.balancer().policy(policy);
    }

    /** The balancer, after the first answer. */
    LoadBalancer warmed() {
        CachedService followed = entry;
        return followed.isKnown() ? followed.balancer() : awaited();
    }

    private LoadBalancer awaited() {
        CachedService followed = followed();
        followed.awaitKnown();
        return followed.balancer();
    }

    /** Another entry than before if the service had been forgotten meanwhile. */
    private CachedService followed() {
        CachedService followed = entry;
        if (!followed.isKnown()) {
            followed = discovery.follow(name);
            entry = followed;
        }
        return followed;
    }

    @Override
    public String toString() {
        return "DiscoveredService[" + entry.balancer().snapshot() + "]";
    }
}

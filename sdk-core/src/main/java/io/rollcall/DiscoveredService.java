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
 * A service to call: its instances, and the load balancer over them. Obtained from {@link Rollcall#service(String)},
 * which returns the same object for the same name. Use it for protocols other than HTTP; for HTTP there is
 * {@link Rollcall#httpClient()}.
 *
 * <pre>{@code
 * DiscoveredService users = rollcall.service("user-service");
 * try (Selection selection = users.select(RequestContext.of("x-canary", "true").key(userId))) {
 *     send(selection.instance(), request);
 *     selection.succeeded();
 * }
 * }</pre>
 *
 * <p>Only the first look-up of a service may block, for at most {@link RollcallBuilder#lookupTimeout(Duration)}; event
 * loops wait for {@link #ready()} instead. After that nothing here waits for the registry: the known snapshot is
 * served, and refreshed in the background.
 *
 * <p>Threadsafe.
 *
 * @since 0.1
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
     * Chooses an instance for a request without attributes or key.
     *
     * @throws NoInstanceException if no instance is eligible
     * @throws RegistryException if nothing is known of the service yet because the registry could not be reached
     */
    public ServiceInstance choose() {
        return balancer().choose();
    }

    /**
     * Chooses an instance for {@code request}. The call is not counted: where its outcome can be reported, use
     * {@link #select(RequestContext)}.
     *
     * @throws NoInstanceException if no instance is eligible
     * @throws RegistryException if nothing is known of the service yet because the registry could not be reached
     */
    public ServiceInstance choose(RequestContext request) {
        return balancer().choose(request);
    }

    /**
     * Selects an instance for {@code request}. The call counts as in flight until its outcome is reported to the
     * selection.
     *
     * @throws NoInstanceException if no instance is eligible
     * @throws RegistryException if nothing is known of the service yet because the registry could not be reached
     */
    public Selection select(RequestContext request) {
        return balancer().select(request);
    }

    /** Explains the choice for a request without attributes or key, as {@link #explain(RequestContext)} does. */
    public Explanation explain() {
        return explain(RequestContext.empty());
    }

    /** Explains which instance {@code request} would go to now, and why to no other. Selects nothing. */
    public Explanation explain(RequestContext request) {
        return balancer().explain(request);
    }

    /** The snapshot in force: the instances, its age, and its source. */
    public ServiceSnapshot snapshot() {
        return balancer().snapshot();
    }

    /** All known instances, whatever their status. Unmodifiable. */
    public List<ServiceInstance> instances() {
        return snapshot().instances();
    }

    /**
     * Instances in {@link #instances()} that the registry no longer lists: it appears to have lost its data, and they
     * are probably alive. Each is retained for at most {@link RollcallBuilder#emptyProtection(Duration)}.
     */
    public List<ServiceInstance> retained() {
        return current().retained();
    }

    /**
     * Completes with the first snapshot of this service, at once if there is one. Never blocks. Fails with a
     * {@link RegistryException} if the look-up in progress fails; the next call then starts another.
     */
    public CompletionStage<ServiceSnapshot> ready() {
        return current().ready();
    }

    /**
     * Waits until at least {@code count} instances are up.
     *
     * @return the snapshot that has them
     * @throws RegistryException of kind TIMEOUT if there are fewer after {@code timeout}, or if the thread is
     *     interrupted; the message lists the known instances
     */
    public ServiceSnapshot awaitInstances(int count, Duration timeout) {
        CachedService followed = current();
        followed.ready();
        return InstanceWait.until(followed, count, timeout);
    }

    /**
     * Notifies {@code subscriber} of every change of the instances from now on, one at a time, on a thread of the SDK.
     * It must not block. If it throws, the exception is logged, and the next change is still delivered.
     *
     * @return the running subscription; closing it ends the notifications
     */
    public Subscription onChange(Consumer<ServiceChangedEvent> subscriber) {
        return current().subscribe(subscriber);
    }

    /** The policy in force. */
    public ServicePolicy policy() {
        return current().balancer().policy();
    }

    /** Applies a policy to new calls; calls in flight keep theirs. */
    public void policy(ServicePolicy policy) {
        CachedService followed = current();
        followed.pin();
        followed.balancer().policy(policy);
    }

    /** The balancer, once the first snapshot is known; waits for it. */
    LoadBalancer balancer() {
        CachedService followed = entry;
        return followed.isKnown() ? followed.balancer() : awaitBalancer();
    }

    private LoadBalancer awaitBalancer() {
        CachedService followed = current();
        followed.awaitKnown();
        return followed.balancer();
    }

    /** A new entry if the service was forgotten meanwhile. */
    private CachedService current() {
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

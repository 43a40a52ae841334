package io.rollcall.consul;

import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.registry.support.UnreadableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One Consul agent as an endpoint of a registry: registers with it, and reads the catalog through it.
 *
 * <p>An answer that cannot be read (no JSON, cut off, without an index) counts as {@link Kind#UNAVAILABLE}, and so does
 * an agent whose servers have no leader: never as an empty list.
 *
 * <p><b>Concurrency.</b> Calls run on the threads that make them. Watches take a thread for each waiting query, and
 * share a timer; its thread and theirs end when there is nothing to do.
 */
final class ConsulRegistry implements RegistryBackend {
    private static final int BEATS_PER_TTL = 3;

    private final ConsulUrl url;
    private final BackendContext context;
    private final WatchConfig terms;
    private final Agent agent;
    private final Catalog catalog;
    private final AgentRegistrations registrations;
    private final Randomness randomness = Randomness.perThread();
    private final ScheduledThreadPoolExecutor timer;

    /** @throws IllegalArgumentException if the context has credentials that this registry or its URL has no use for */
    ConsulRegistry(ConsulUrl url, BackendContext context, WatchConfig terms) {
        this.url = url;
        this.context = context.withCredentials(url.credentials(context.credentials()));
        this.terms = terms;
        this.agent = new Agent(url, this.context, terms);
        this.catalog = new Catalog(url, agent.failures(), context.refusedEntries());
        this.registrations = new AgentRegistrations(url, agent, catalog);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "rollcall-watch-timer " + url);
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Lease register(ServiceInstance instance) {
        registrations.register(instance);
        return new Lease(url.ttl(), url.ttl().dividedBy(BEATS_PER_TTL));
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        registrations.renew(instance);
        return Optional.empty();
    }

    @Override
    public void deregister(ServiceInstance instance) {
        registrations.deregister(instance);
    }

    @Override
    public boolean holds(ServiceInstance instance) {
        return registrations.isListed(instance);
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
        String what = "fetching " + service;
        ServiceView view = asked(what, catalog.question(service, known))
                .or(() -> asked(what, catalog.consistentQuestion(service)))
                .orElseThrow();
        boolean unchanged =
                known != null && known.incarnation().equals(view.incarnation()) && known.revision() == view.revision();
        return unchanged ? Optional.empty() : Optional.of(view);
    }

    private Optional<ServiceView> asked(String what, Catalog.Question question) {
        AgentResponse answer = agent.call(what, agent.get(catalog.urlOf(question, terms.patience())), Kind.INVALID);
        try {
            return catalog.view(what, question, answer);
        } catch (UnreadableException e) {
            throw agent.failures().broken(what, e);
        }
    }

    @Override
    public List<String> services() {
        String what = "listing services";
        AgentResponse answer = agent.call(what, agent.get(catalog.urlOfNames()), Kind.INVALID);
        try {
            return catalog.names(answer);
        } catch (UnreadableException e) {
            throw agent.failures().broken(what, e);
        }
    }

    /** @throws RegistryException never: what goes wrong ends the watch */
    @Override
    public Watch watch(Set<String> services, WatchListener listener) {
        return new BlockingQueries(agent, catalog, terms, context.clock(), randomness, timer, listener).open(services);
    }

    @Override
    public void close() {
        agent.close();
        timer.shutdownNow();
    }

    @Override
    public String toString() {
        return url.toString();
    }
}

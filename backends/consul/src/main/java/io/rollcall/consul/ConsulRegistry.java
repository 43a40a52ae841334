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
 * One Consul agent as a registry's endpoint: registrations go to it, and the catalog is read through it.
 *
 * <p>A response that cannot be parsed (not JSON, truncated, without an index) is {@link Kind#UNAVAILABLE}, and so is an
 * agent whose servers have no leader: never an empty list.
 *
 * <p><b>Concurrency.</b> Calls run on the callers' threads. Watches take a thread for each blocking query and share a
 * timer; idle threads end.
 */
final class ConsulRegistry implements RegistryBackend {
    private static final int HEARTBEATS_PER_TTL = 3;

    private final ConsulUrl url;
    private final BackendContext context;
    private final WatchConfig watchConfig;
    private final Agent agent;
    private final Catalog catalog;
    private final AgentRegistrations registrations;
    private final Randomness randomness = Randomness.perThread();
    private final ScheduledThreadPoolExecutor timer;

    /** @throws IllegalArgumentException if the context's credentials do not fit Consul or the URL */
    ConsulRegistry(ConsulUrl url, BackendContext context, WatchConfig watchConfig) {
        this.url = url;
        this.context = context.withCredentials(url.credentials(context.credentials()));
        this.watchConfig = watchConfig;
        this.agent = new Agent(url, this.context, watchConfig);
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
        return new Lease(url.ttl(), url.ttl().dividedBy(HEARTBEATS_PER_TTL));
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
        String operation = "fetching " + service;
        ServiceView view = execute(operation, catalog.query(service, known))
                .or(() -> execute(operation, catalog.consistentQuery(service)))
                .orElseThrow();
        boolean unchanged =
                known != null && known.incarnation().equals(view.incarnation()) && known.revision() == view.revision();
        return unchanged ? Optional.empty() : Optional.of(view);
    }

    private Optional<ServiceView> execute(String operation, Catalog.Query query) {
        AgentResponse response =
                agent.call(operation, agent.get(catalog.urlOf(query, watchConfig.longPoll())), Kind.INVALID);
        try {
            return catalog.view(operation, query, response);
        } catch (UnreadableException e) {
            throw agent.failures().broken(operation, e);
        }
    }

    @Override
    public List<String> services() {
        String operation = "listing services";
        AgentResponse response = agent.call(operation, agent.get(catalog.urlOfNames()), Kind.INVALID);
        try {
            return catalog.names(response);
        } catch (UnreadableException e) {
            throw agent.failures().broken(operation, e);
        }
    }

    /** @throws RegistryException never: a failure ends the watch */
    @Override
    public Watch watch(Set<String> services, WatchListener listener) {
        return new BlockingQueries(agent, catalog, watchConfig, context.clock(), randomness, timer, listener)
                .open(services);
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

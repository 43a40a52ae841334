package io.rollcall;

import io.rollcall.event.EntriesRefusedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceForgottenEvent;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.discovery.Discovery;
import io.rollcall.internal.http.BalancedClients;
import io.rollcall.internal.http.CallConfig;
import io.rollcall.internal.http.ServiceNames;
import io.rollcall.internal.http.jdk.BalancedHttpClient;
import io.rollcall.internal.lease.Registrar;
import io.rollcall.internal.probe.ProbeServer;
import io.rollcall.internal.registry.guard.GuardedRegistry;
import io.rollcall.internal.registry.guard.Pause;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.registration.RegistrationOptions;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of the SDK: registers instances of this process, discovers those of others, and balances calls to
 * them. Create one for each registry and process, and close it when the process ends.
 *
 * <pre>{@code
 * try (Rollcall rollcall = Rollcall.connect("http://localhost:8848")) {
 *     rollcall.register(ServiceInstance.named("order-service").port(8080).build());
 *     ServiceInstance instance = rollcall.service("user-service").choose();
 * }
 * }</pre>
 *
 * <p>A registry that is down is not an error: registrations and look-ups are retried until it is back, unless
 * {@link RollcallBuilder#failFast} is set.
 *
 * <p>Threadsafe.
 *
 * @see RollcallBuilder all options
 * @see DiscoveredService
 * @see Registration
 * @since 0.1
 */
public final class Rollcall implements AutoCloseable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final SdkThreads threads;
    private final RollcallListener listener;
    private final RegistryBackend registry;
    private final Registrations registrations;
    private final Discovery discovery;
    private final Map<String, DiscoveredService> services = new ConcurrentHashMap<>();
    private final BalancedClients clients;
    private final Duration closeBound;
    private final Closing closing = new Closing();
    private volatile @Nullable ProbeServer probes;
    private volatile @Nullable ShutdownHook hook;

    Rollcall(RollcallBuilder from) {
        OkHttpVersion.check();
        this.threads = new SdkThreads();
        this.closeBound = from.drainDelay.plus(LONGEST_CLOSE);
        this.listener = CompositeListener.of(from.listeners);
        List<RegistryBackend> endpoints = from.registry.open(
                from.time, (service, count) -> listener.onEntriesRefused(new EntriesRefusedEvent(service, count)));
        this.registry = new ObservedRegistry(
                GuardedRegistry.over(endpoints, from.time, from.randomness, Pause.by(threads.scheduler())),
                from.time,
                listener);
        SdkRuntime runtime =
                new SdkRuntime(from.time, from.randomness, threads.scheduler(), threads.io(), threads.callbacks());
        this.registrations = new Registrations(
                new Registrar(
                        registry,
                        runtime,
                        from.registration(),
                        from.address.ownAddress(from.registry, threads.io()),
                        listener),
                from.healthChecks.byName(),
                from.healthConfig,
                threads.scheduler(),
                threads.health(),
                listener);
        ServiceBalancers balancers = new ServiceBalancers(balancerFactory(from), from.discovery.ownService());
        this.discovery = new Discovery(
                registry,
                runtime,
                from.discovery.config(),
                balancers::of,
                CompositeListener.of(List.of(new ForgottenServices(), balancers, listener)),
                from.discovery.files(endpoints, from.time, threads));
        this.clients = new BalancedClients(
                service -> service(service).balancer(),
                new ServiceNames(from.declaredServices(), services::keySet, registry::services),
                runtime,
                CallConfig.on(SdkThreads.named("rollcall-http"))
                        .withKeepAlive(from.keepAlive)
                        .withPortInUrl(from.portInUrl)
                        .withAttempts(from.listeners.isEmpty() ? null : listener::onCallAttempt)
                        .withCircuitBreaker(from.circuitBreaker));
        from.discovery.prefetched().forEach(service -> discovery.follow(service).pin());
    }

    private Function<String, LoadBalancer> balancerFactory(RollcallBuilder from) {
        Map<String, ServicePolicy> policies = Map.copyOf(from.policies);
        ServicePolicy others = from.defaultPolicy;
        return service -> LoadBalancer.builder(service)
                .policy(policies.getOrDefault(service, others))
                .clock(from.time)
                .randomness(from.randomness)
                .listener(listener.loadBalancer(service))
                .executor(threads::compile)
                .build();
    }

    /** Starts what must not run before the constructor has finished. */
    void open(RollcallBuilder from) {
        registrations.start();
        if (from.probes != null) {
            probes = ProbeServer.start(
                    from.probes, registrations, threads.scheduler(), from.time, SdkThreads.named("rollcall-probe"));
        }
        if (from.closeOnShutdown) {
            hook = ShutdownHook.add(this::close);
        }
    }

    /**
     * Connects to the registry at {@code url}, or at several of its endpoints separated by commas, with the defaults of
     * {@link #builder()}.
     *
     * @throws IllegalArgumentException if there is no backend for the URL's scheme; the message lists the known schemes
     */
    public static Rollcall connect(String url) {
        return builder().registry(url).build();
    }

    /** Connects as {@link #connect(String)} does. */
    public static Rollcall connect(URI url) {
        return connect(url.toString());
    }

    /** A builder, for everything but the defaults. */
    public static RollcallBuilder builder() {
        return new RollcallBuilder();
    }

    /**
     * Registers {@code instance} and keeps it registered until the registration or this object is closed. Returns at
     * once; registering is retried in the background until it succeeds. Host, id and generation are filled in if the
     * instance does not set them.
     *
     * @throws RegistryException if {@link RollcallBuilder#failFast} is set and the first attempt fails
     * @throws IllegalStateException if this is closed, or the same instance is registered already
     */
    public Registration register(ServiceInstance instance) {
        return register(instance, RegistrationOptions.defaults());
    }

    /**
     * Registers {@code instance} with options of its own: where a process registers several services, a health check
     * can belong to one of them.
     *
     * <pre>{@code
     * rollcall.register(orders, own -> own.healthCheck("db", ordersDb::ping));
     * rollcall.register(users, own -> own.healthCheck("ldap", ldap::ping));
     * }</pre>
     *
     * @throws RegistryException if {@link RollcallBuilder#failFast} is set and the first attempt fails
     * @throws IllegalStateException if this is closed, or the same instance is registered already
     * @throws IllegalArgumentException if a check has the name of a check of the process
     */
    public Registration register(ServiceInstance instance, Consumer<RegistrationOptions.Builder> options) {
        RegistrationOptions.Builder builder = RegistrationOptions.builder();
        options.accept(builder);
        return register(instance, builder.build());
    }

    /**
     * Registers {@code instance} as {@link #register(ServiceInstance, Consumer)} does.
     *
     * @throws RegistryException if {@link RollcallBuilder#failFast} is set and the first attempt fails
     * @throws IllegalStateException if this is closed, or the same instance is registered already
     * @throws IllegalArgumentException if a check has the name of a check of the process
     */
    public Registration register(ServiceInstance instance, RegistrationOptions options) {
        return registrations.register(instance, options);
    }

    /** All registrations of this process that have not ended. */
    public List<Registration> registrations() {
        return registrations.registrations();
    }

    /**
     * The address of the probe endpoint, see {@link RollcallBuilder#probes(InetSocketAddress)}; empty if there is none.
     */
    public Optional<InetSocketAddress> probeAddress() {
        return Optional.ofNullable(probes).map(ProbeServer::address);
    }

    /**
     * The service {@code name}. Never blocks: the first call starts to look it up and follows it from then on.
     *
     * @throws IllegalArgumentException if the name is not 1 to 128 characters of {@code A-Za-z0-9._-}
     * @throws IllegalStateException if this is closed
     */
    public DiscoveredService service(String name) {
        DiscoveredService known = services.get(name);
        return known != null
                ? known
                : discovered(ServiceInstance.named(name).port(1).build().service());
    }

    private DiscoveredService discovered(String name) {
        return services.computeIfAbsent(name, service -> new DiscoveredService(service, discovery));
    }

    /**
     * The names of all services in the registry, sorted. Requests them each time, and blocks.
     *
     * @throws RegistryException if the request fails
     */
    public List<String> services() {
        return registry.services();
    }

    /**
     * An HTTP client whose calls to {@code http://user-service/…} are balanced over the instances of that service, and
     * retried on another instance where that is safe. Always the same client; it is closed with this object.
     *
     * <p>A host is treated as a service name if it has no dot and is neither {@code localhost} nor an IP address, or if
     * a service of that name was declared with {@link RollcallBuilder#service} or {@link RollcallBuilder#prefetch}, is
     * followed, or is in the registry and the host not in DNS. Names are compared without case. Every other host is
     * called as it is, and every URL with a port unless {@link RollcallBuilder#portInUrl} ignores it. Request headers,
     * method, path and query are attributes for routes; a request's tag of type
     * {@link io.rollcall.model.RequestContext} takes precedence.
     *
     * <p>The URL keeps the service's name, and so do the Host header, cookies, and the name expected in the certificate
     * of a {@linkplain ServiceInstance#secure() secure} instance, unless its metadata {@code tls.name} names another.
     * No proxy is used. The response's request has the instance as its tag of type {@link ServiceInstance}.
     *
     * <p>The service's {@link io.rollcall.loadbalancer.policy.RetryPolicy} and
     * {@link io.rollcall.loadbalancer.policy.Hedging} decide how many attempts a call has, for how long, and when it is
     * hedged. A request is sent again only where that is safe; a one-shot body is never sent twice. A call without a
     * response fails with a {@link io.rollcall.http.ServiceCallException}; if responses caused the retries, the last
     * one is returned. A call is in flight until its response's body is closed.
     *
     * @throws IllegalStateException if this is closed
     */
    public OkHttpClient httpClient() {
        return clients.own();
    }

    /**
     * A client that balances as {@link #httpClient()} does and otherwise equals {@code base}: it shares its connection
     * pool, dispatcher, interceptors and TLS. Interceptors of {@code base} run once for each call; those added to the
     * returned client run once for each attempt. The caller remains responsible for closing {@code base}. OkHttp's
     * default dispatcher runs 5 asynchronous calls to a service at a time, and its pool keeps 5 idle connections: raise
     * both for a fleet.
     *
     * @throws IllegalArgumentException if {@code base} has a socket factory of its own
     */
    public OkHttpClient httpClient(OkHttpClient base) {
        return clients.like(base);
    }

    /**
     * The balanced client as the JDK's {@link HttpClient}, for code written against that: calls go through
     * {@link #httpClient()}. docs/calls.md lists which settings of the JDK's API have no effect, because the OkHttp
     * client decides them.
     *
     * @throws IllegalStateException if this is closed
     */
    public HttpClient javaHttpClient() {
        return BalancedHttpClient.over(httpClient());
    }

    /**
     * As {@link #javaHttpClient()}, for calls with these attributes and this key in addition to those of the request.
     *
     * @throws IllegalStateException if this is closed
     */
    public HttpClient javaHttpClient(RequestContext context) {
        return BalancedHttpClient.over(httpClient()).with(context);
    }

    /**
     * Drains and removes all registrations, then ends watches, threads and connections of this object. Blocks until
     * that is done, within bounds. A second call waits for the first.
     */
    @Override
    public void close() {
        closing.once(this::closeAll, closeBound);
    }

    private void closeAll() {
        registrations.close();
        discovery.close();
        clients.close();
        registry.close();
        ProbeServer server = probes;
        if (server != null) {
            server.close();
        }
        threads.close();
        ShutdownHook added = hook;
        if (added != null) {
            added.remove();
        }
    }

    /** Removes forgotten services, so that the next look-up creates a new one. */
    private final class ForgottenServices implements RollcallListener {
        @Override
        public void onServiceForgotten(ServiceForgottenEvent event) {
            services.remove(event.service());
        }
    }
}

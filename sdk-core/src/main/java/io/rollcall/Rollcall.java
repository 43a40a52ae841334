package io.rollcall;

import io.rollcall.discovery.Discovery;
import io.rollcall.discovery.DiscoveryTerms;
import io.rollcall.discovery.Machinery;
import io.rollcall.http.balancing.BalancedClients;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.OwnAddress;
import io.rollcall.registration.Registrar;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.guard.GuardedRegistry;
import io.rollcall.registry.guard.Pause;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;

/**
 * One process's place in the roll call: it registers instances of its own, finds those of others, and balances calls to
 * them. Make one for each registry and process, and close it when the process ends.
 *
 * <pre>{@code
 * try (Rollcall rollcall = Rollcall.connect("http://localhost:8848")) {
 *     rollcall.register(ServiceInstance.named("order-service").port(8080).build());
 *     ServiceInstance instance = rollcall.service("user-service").choose();
 * }
 * }</pre>
 *
 * <p>A registry that is down is no error here: work begins when it is back, unless {@link RollcallBuilder#failFast} was
 * asked for.
 *
 * <p>Threadsafe.
 */
public final class Rollcall implements AutoCloseable {
    private final SdkThreads threads = new SdkThreads();
    private final SdkListener listener;
    private final RegistryBackend registry;
    private final Registrar registrar;
    private final Discovery discovery;
    private final Map<String, DiscoveredService> services = new ConcurrentHashMap<>();
    private final BalancedClients clients;
    private final AtomicBoolean closed = new AtomicBoolean();

    Rollcall(RollcallBuilder from) {
        OkHttpVersion.check();
        this.listener = Listeners.of(from.listeners);
        this.registry = GuardedRegistry.over(
                Backends.of(from.registry, new BackendContext(from.time, from.requestTimeout)),
                from.time,
                from.randomness,
                Pause.by(threads.scheduler()));
        this.registrar = Registrar.create(
                registry,
                threads.scheduler(),
                threads.io(),
                from.time,
                from.randomness,
                OwnAddress.of(from.host, from.preferredNetworks, null, URI.create(from.registry.get(0)), threads.io())
                        .loopbackLast(Backends.isAgent(from.registry.get(0))),
                from.registration());
        this.discovery = new Discovery(
                registry,
                new Machinery(from.time, from.randomness, threads.scheduler(), threads.io()),
                DiscoveryTerms.of(from.discoveryTtl, from.lookupTimeout, from.emptyProtection),
                new Services(from));
        this.clients = new BalancedClients(
                service -> service(service).warmed(),
                from.policies.keySet(),
                from.time,
                SdkThreads.named("rollcall-http"));
    }

    /**
     * Connects to the registry at {@code url}, several endpoints of it separated by commas, with everything else as
     * {@link #builder()} has it.
     *
     * @throws IllegalArgumentException if there is no backend for the URL's scheme; the message lists those there are
     */
    public static Rollcall connect(String url) {
        return builder().registry(url).build();
    }

    /** Connects as {@link #connect(String)} does. */
    public static Rollcall connect(URI url) {
        return connect(url.toString());
    }

    /** Starts a connection with choices of its own. */
    public static RollcallBuilder builder() {
        return new RollcallBuilder();
    }

    /**
     * Registers {@code instance} and keeps it registered until the registration or this object is closed. Returns at
     * once; the registration goes on in the background until it succeeds. Host, id and generation are filled in where
     * the instance leaves them open.
     *
     * @throws RegistryException if {@link RollcallBuilder#failFast} was asked for and the first attempt fails
     * @throws IllegalStateException if this is closed, or the same instance is registered already
     */
    public Registration register(ServiceInstance instance) {
        return registrar.register(instance);
    }

    /** All registrations of this process that are not over. */
    public List<Registration> registrations() {
        return registrar.registrations();
    }

    /**
     * The service {@code name}. Never blocks: the first call begins to look it up, and follows it from then on.
     *
     * @throws IllegalArgumentException if the name is not 1 to 128 characters of {@code A-Za-z0-9._-}
     * @throws IllegalStateException if this is closed
     */
    public DiscoveredService service(String name) {
        DiscoveredService known = services.get(name);
        return known != null
                ? known
                : followed(ServiceInstance.named(name).port(1).build().service());
    }

    private DiscoveredService followed(String name) {
        return services.computeIfAbsent(name, service -> new DiscoveredService(service, discovery));
    }

    /**
     * The names of all services that the registry knows, sorted. Asks it each time, and blocks.
     *
     * @throws RegistryException if the registry cannot say
     */
    public List<String> services() {
        return registry.services();
    }

    /**
     * A client whose calls to {@code http://user-service/…} are balanced over the instances of that service, and tried
     * again on another where that is safe. Always the same one; it ends with this object.
     *
     * <p>A host is taken for a service's name if it has no dot and is neither {@code localhost} nor an IP address, or
     * if it was named with {@link RollcallBuilder#service}. A URL with a port of its own names a socket and is left
     * alone, as is every other host. Request headers, method, path and query are attributes for routes; a request's tag
     * of type {@link io.rollcall.model.RequestContext} comes before them.
     *
     * <p>The URL stays the service's: so do the Host header, cookies, and the name that the certificate of a
     * {@linkplain ServiceInstance#secure() secure} instance must have, unless its metadata {@code tls.name} gives
     * another. No proxy is used. The response's request has the instance as its tag of type {@link ServiceInstance}. A
     * call that reaches no instance fails with a {@link io.rollcall.http.ServiceCallException}.
     *
     * @throws IllegalStateException if this is closed
     */
    public OkHttpClient httpClient() {
        return clients.own();
    }

    /**
     * A client that balances as {@link #httpClient()} does and is like {@code base} in all else: it shares its
     * connection pool, dispatcher, interceptors and TLS. Ending {@code base} stays with the caller. OkHttp's default
     * dispatcher runs 5 asynchronous calls to a service at a time, and its pool keeps 5 idle connections: raise both
     * for a fleet.
     *
     * @throws IllegalArgumentException if {@code base} has a socket factory of its own
     */
    public OkHttpClient httpClient(OkHttpClient base) {
        return clients.like(base);
    }

    /**
     * Takes this process out: its registrations drain and are removed, watches end, and so do all threads and
     * connections that this object made. Blocks until that is done, within bounds. The second call does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            registrar.close();
            discovery.close();
            clients.close();
            registry.close();
            threads.close();
        }
    }

    /** The services of this process, as the discovery cache sees them. */
    private final class Services implements Discovery.Services {
        private final RollcallBuilder from;

        Services(RollcallBuilder from) {
            this.from = from;
        }

        @Override
        public LoadBalancer balancer(String service) {
            return LoadBalancer.builder(service)
                    .policy(from.policies.getOrDefault(service, from.defaultPolicy))
                    .time(from.time)
                    .randomness(from.randomness)
                    .listener(listener.loadBalancer(service))
                    .executor(threads::compile)
                    .build();
        }

        @Override
        public void forgotten(String service) {
            services.remove(service);
        }
    }
}

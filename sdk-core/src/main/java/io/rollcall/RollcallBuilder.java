package io.rollcall;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.event.RollcallListener;
import io.rollcall.health.HealthCheck;
import io.rollcall.http.PortInUrl;
import io.rollcall.internal.DurationChecks;
import io.rollcall.internal.health.HealthConfig;
import io.rollcall.internal.health.NamedChecks;
import io.rollcall.internal.http.CallConfig;
import io.rollcall.internal.lease.RegistrationConfig;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.registration.Registration;
import io.rollcall.registration.RegistrationOptions;
import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Rollcall}. Only {@link #registry} is required.
 *
 * <pre>{@code
 * Rollcall rollcall = Rollcall.builder()
 *         .registry("http://localhost:8848")
 *         .healthCheck("db", db::ping)
 *         .service("user-service", s -> s.prefer(zone("eu-1a")).retry(r -> r.attempts(3)))
 *         .build();
 * }</pre>
 *
 * <p>Not threadsafe.
 *
 * @since 0.1
 */
public final class RollcallBuilder {
    final RegistrySettings registry = new RegistrySettings();
    final AddressSettings address = new AddressSettings();
    final DiscoverySettings discovery = new DiscoverySettings();
    final NamedChecks healthChecks = new NamedChecks();
    final List<RollcallListener> listeners = new ArrayList<>();
    final Map<String, ServicePolicy> policies = new LinkedHashMap<>();
    ServicePolicy defaultPolicy = ServicePolicy.defaults();
    HealthConfig healthConfig = HealthConfig.defaults();
    Duration drainDelay = RegistrationConfig.defaults().drainDelay();
    TimeSource time = TimeSource.system();
    Randomness randomness = Randomness.perThread();
    Duration keepAlive = CallConfig.KEEP_ALIVE;
    PortInUrl portInUrl = PortInUrl.SOCKET;
    boolean closeOnShutdown = true;

    @Nullable
    CircuitBreakerConfig circuitBreaker;

    @Nullable
    InetSocketAddress probes;

    private boolean failFast;
    private @Nullable Duration heartbeat;

    RollcallBuilder() {}

    /**
     * The URL of the registry, or the URLs of several endpoints of one registry, as arguments or in one string
     * separated by commas. Endpoints are used in random order; when one fails, the next is tried. A URL may contain
     * user and password; they are never printed.
     */
    public RollcallBuilder registry(String... urls) {
        registry.add(urls);
        return this;
    }

    /**
     * The bearer token for the registry.
     *
     * @throws IllegalArgumentException if credentials of another kind were set before
     */
    public RollcallBuilder token(String token) {
        return token(() -> token);
    }

    /**
     * The source of the bearer token for the registry. It is called for each request, so it must be quick and
     * threadsafe.
     *
     * @throws IllegalArgumentException if credentials of another kind were set before
     */
    public RollcallBuilder token(Supplier<String> token) {
        registry.credentials("token", clock -> Credentials.token(token));
        return this;
    }

    /**
     * A file with the bearer token for the registry. It is checked for changes at most once a second, and at once when
     * the registry responds with 401: then the request is sent once more with the new token.
     *
     * @throws IllegalArgumentException if credentials of another kind were set before
     */
    public RollcallBuilder tokenFile(Path file) {
        registry.credentials("tokenFile", clock -> Credentials.tokenFile(file, clock));
        return this;
    }

    /**
     * The user and password for the registry.
     *
     * @throws IllegalArgumentException if the user contains a colon, or either a control character, or if credentials
     *     of another kind were set before
     */
    public RollcallBuilder basic(String user, String password) {
        Credentials basic = Credentials.basic(user, password);
        registry.credentials("basic", clock -> basic);
        return this;
    }

    /** The TLS of connections to the registry; calls to instances do not use it. Default: the TLS of the JVM. */
    public RollcallBuilder tls(Tls tls) {
        registry.tls(tls);
        return this;
    }

    /**
     * The TLS of connections to the registry, as {@link #tls(Tls)}.
     *
     * @throws IllegalArgumentException if a file cannot be read or used
     */
    public RollcallBuilder tls(Consumer<Tls.Builder> tls) {
        Tls.Builder builder = Tls.builder();
        tls.accept(builder);
        return tls(builder.build());
    }

    /** The interval between heartbeats. Default: what the registry asks for in its lease. */
    public RollcallBuilder heartbeat(Duration period) {
        heartbeat = DurationChecks.positive("heartbeat", period);
        return this;
    }

    /** How long a closing registration is DRAINING before it is removed. Zero to remove it at once. Default: 1 s. */
    public RollcallBuilder drainDelay(Duration delay) {
        drainDelay = DurationChecks.notNegative("drainDelay", delay);
        return this;
    }

    /** The host of instances that do not set one. Default: detected, see {@link #preferredNetworks}. */
    public RollcallBuilder host(String host) {
        address.host(host);
        return this;
    }

    /**
     * The network interface ({@code eth1}) from which this process's own address is taken if no preferred network has
     * one. Default: none.
     */
    public RollcallBuilder networkInterface(String name) {
        address.networkInterface(name);
        return this;
    }

    /**
     * Networks in CIDR form ({@code 10.0.0.0/8}) from which this process's own address is taken, in order of
     * preference.
     */
    public RollcallBuilder preferredNetworks(String... cidrs) {
        address.preferredNetworks(cidrs);
        return this;
    }

    /** The time after which a service is fetched again if nothing was pushed. Default: 30 s. */
    public RollcallBuilder discoveryTtl(Duration ttl) {
        discovery.ttl(ttl);
        return this;
    }

    /** How long the first look-up of a service may block its caller. Default: 2 s. */
    public RollcallBuilder lookupTimeout(Duration timeout) {
        discovery.lookupTimeout(timeout);
        return this;
    }

    /**
     * How long instances are retained that a registry lost when it restarted. Only time in which the registry responds
     * counts: a registry that fails again removes no instance. Zero to retain none. Default: 30 s, the usual lease.
     */
    public RollcallBuilder emptyProtection(Duration bound) {
        discovery.emptyProtection(bound);
        return this;
    }

    /**
     * The directory for snapshots, one file for each service, from which a process can start while the registry is
     * unreachable. Several processes may share it; it should be on a local disk and not writable by others. Default:
     * none is stored.
     */
    public RollcallBuilder snapshotDirectory(Path directory) {
        discovery.snapshots(directory);
        return this;
    }

    /** The age up to which a file in {@link #snapshotDirectory} is used. Default: 24 h. */
    public RollcallBuilder snapshotMaxAge(Duration age) {
        discovery.snapshotMaxAge(age);
        return this;
    }

    /** Services to look up at the start, in the background, and to follow from then on even without instances. */
    public RollcallBuilder prefetch(String... services) {
        discovery.prefetch(services);
        return this;
    }

    /**
     * Declares that this process is an instance of {@code service}, which is then followed: a
     * {@link io.rollcall.loadbalancer.policy.FleetSubset} is even over all its instances, and zones spill over by the
     * real share of callers in each. Default: not declared; then each caller decides by itself.
     */
    public RollcallBuilder ownService(String service) {
        discovery.ownService(service);
        return this;
    }

    /** How long one request to the registry may take. Default: 2 s. */
    public RollcallBuilder requestTimeout(Duration timeout) {
        registry.requestTimeout(timeout);
        return this;
    }

    /**
     * Whether {@link Rollcall#register(ServiceInstance)} throws if the first attempt fails. Default: no, registering is
     * retried until it succeeds.
     */
    public RollcallBuilder failFast(boolean failFast) {
        this.failFast = failFast;
        return this;
    }

    /**
     * Whether this is closed when the JVM ends (SIGTERM, {@code System.exit}, the last thread's end), so that instances
     * drain and are deregistered first. Set it to false where something else closes it in its own order, as a Spring
     * context does. Default: true.
     */
    public RollcallBuilder closeOnShutdown(boolean close) {
        closeOnShutdown = close;
        return this;
    }

    /**
     * Adds a health check of this process. While not all checks are up, no registration is reported as UP: its status
     * is DOWN while a check is down, else STARTING until each check has a result. A status other than UP that was set
     * with {@link Registration#status} is kept. A check that concerns one of several registrations is better added to
     * {@linkplain RegistrationOptions.Builder#healthCheck(String, HealthCheck) that registration}.
     *
     * @param name unique among the checks
     * @throws IllegalArgumentException if the name is taken
     */
    public RollcallBuilder healthCheck(String name, HealthCheck check) {
        healthChecks.add(name, check);
        return this;
    }

    /** Adds a check that is up unless it throws, as {@link #healthCheck(String, HealthCheck)} does. */
    public RollcallBuilder healthCheck(String name, HealthCheck.Ping check) {
        healthChecks.add(name, check);
        return this;
    }

    /** Adds a check that is up if it returns true, as {@link #healthCheck(String, HealthCheck)} does. */
    public RollcallBuilder healthCheck(String name, HealthCheck.Condition check) {
        healthChecks.add(name, check);
        return this;
    }

    /** How often health checks run. Default: 5 s. */
    public RollcallBuilder healthInterval(Duration interval) {
        healthConfig = healthConfig.interval(interval);
        return this;
    }

    /** How long one run of a health check may take. Default: 1 s. */
    public RollcallBuilder healthTimeout(Duration timeout) {
        healthConfig = healthConfig.timeout(timeout);
        return this;
    }

    /**
     * How many consecutive results change the status of a check: {@code rise} successes to up, {@code fall} failures to
     * down. The very first result takes effect at once. Default: 2 and 3.
     */
    public RollcallBuilder healthThresholds(int rise, int fall) {
        healthConfig = healthConfig.thresholds(rise, fall);
        return this;
    }

    /**
     * Serves an orchestrator's probes on {@code port} of the loopback address, as {@link #probes(InetSocketAddress)}
     * does.
     */
    public RollcallBuilder probes(int port) {
        return probes(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Serves an orchestrator's probes, for processes without a web server of their own:
     *
     * <ul>
     *   <li>{@code GET /healthz/live}: 200 while this SDK's scheduler runs. Depends neither on the registry nor on
     *       health checks: 503 means that a restart helps.
     *   <li>{@code GET /healthz/ready}: 200 while there are registrations and all {@linkplain Registration#isUp() are
     *       up}, else 503 with JSON that lists which are not, and why.
     *   <li>{@code POST /drain}, from this host only: sets all registrations DRAINING, and responds with 200 when the
     *       registry has acknowledged that and the drain delay has passed. A later close does not wait again.
     * </ul>
     *
     * <p>Anyone who can connect to the address can read the first two; kubelet needs the address of the pod. Default:
     * no probes.
     *
     * @param address where to listen; port 0 for any free port, see {@link Rollcall#probeAddress}
     */
    public RollcallBuilder probes(InetSocketAddress address) {
        probes = address;
        return this;
    }

    /** The policy for calls to {@code service}. */
    public RollcallBuilder service(String service, Consumer<ServicePolicy.Builder> policy) {
        ServicePolicy.Builder builder = ServicePolicy.builder();
        policy.accept(builder);
        return service(service, builder.build());
    }

    /** The policy for calls to {@code service}. */
    public RollcallBuilder service(String service, ServicePolicy policy) {
        policies.put(ServiceInstance.named(service).port(1).build().service(), policy);
        return this;
    }

    /** The policy for services without one of their own. Default: {@link ServicePolicy#defaults()}. */
    public RollcallBuilder defaultPolicy(ServicePolicy policy) {
        defaultPolicy = policy;
        return this;
    }

    /** The policy for services without one of their own, as {@link #defaultPolicy(ServicePolicy)}. */
    public RollcallBuilder defaultPolicy(Consumer<ServicePolicy.Builder> policy) {
        ServicePolicy.Builder builder = ServicePolicy.builder();
        policy.accept(builder);
        return defaultPolicy(builder.build());
    }

    /**
     * How long {@link Rollcall#httpClient()} keeps a connection that no call uses. Default: 15 s, which is less than
     * servers usually keep (Tomcat 20 s, the JDK's server 30 s, nginx 75 s), so that the client closes first. Choose
     * less than the services' own time if that is shorter (Node.js 5 s): a connection that the server closed first
     * costs a call nothing but a new connection, except for one whose request crosses the server's end of the
     * connection and may not be sent twice, such as a POST.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public RollcallBuilder keepAlive(Duration idle) {
        keepAlive = DurationChecks.positive("keepAlive", idle);
        return this;
    }

    /**
     * What a port in the URL of a call means, as in {@code http://user-service:8080/}. Default:
     * {@link PortInUrl#SOCKET}, the call is not balanced.
     */
    public RollcallBuilder portInUrl(PortInUrl meaning) {
        portInUrl = meaning;
        return this;
    }

    /**
     * Puts a circuit breaker before each instance for calls of {@link Rollcall#httpClient()}: an instance whose breaker
     * is open is skipped and ejected as by outlier detection; if all are open, calls fail without being sent. Breakers
     * use {@link #clock}. Default: none, because outlier detection already ejects failing instances; a breaker adds
     * limits on slow calls, and trial calls before an instance returns. The type is resilience4j's on purpose: all its
     * options apply, and an application can use the configuration that it has.
     */
    public RollcallBuilder circuitBreaker(CircuitBreakerConfig config) {
        circuitBreaker = config;
        return this;
    }

    /** Adds a listener for the events of this SDK. Listeners are notified in the order in which they were added. */
    public RollcallBuilder listener(RollcallListener listener) {
        listeners.add(listener);
        return this;
    }

    /** The clock. Default: the system's. */
    public RollcallBuilder clock(TimeSource time) {
        this.time = time;
        return this;
    }

    /** The source of randomness. Default: a generator for each thread. */
    public RollcallBuilder randomness(Randomness randomness) {
        this.randomness = randomness;
        return this;
    }

    /**
     * Builds and starts it. Does not wait for the registry.
     *
     * @throws IllegalArgumentException if there is no registry URL, or no backend for its scheme
     * @throws IllegalStateException if the OkHttp on the class path is not 5.x
     */
    public Rollcall build() {
        Rollcall rollcall = new Rollcall(this);
        try {
            rollcall.open(this);
        } catch (RuntimeException e) {
            rollcall.close();
            throw e;
        }
        return rollcall;
    }

    Collection<String> declaredServices() {
        Set<String> declared = new LinkedHashSet<>(policies.keySet());
        declared.addAll(discovery.prefetched());
        return declared;
    }

    RegistrationConfig registration() {
        Duration closeTimeout = RegistrationConfig.defaults().closeTimeout();
        return new RegistrationConfig(heartbeat, drainDelay, closeTimeout, failFast);
    }
}

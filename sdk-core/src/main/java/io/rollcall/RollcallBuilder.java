package io.rollcall;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.event.RollcallListener;
import io.rollcall.health.HealthCheck;
import io.rollcall.internal.Durations;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Rollcall}. Only {@link #registry} is required. Not threadsafe. */
public final class RollcallBuilder {
    final RegistryAccess registry = new RegistryAccess();
    final OwnHost ownHost = new OwnHost();
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
    boolean closeOnShutdown = true;

    @Nullable
    CircuitBreakerConfig circuitBreaker;

    @Nullable
    InetSocketAddress probes;

    private boolean failFast;
    private @Nullable Duration heartbeat;

    RollcallBuilder() {}

    /**
     * Where the registry is: one URL, or several of the same registry, as arguments or in one string with commas
     * between. They are used in random order; when one fails, the next is asked. A user and a password may stand before
     * the host; they are never printed.
     */
    public RollcallBuilder registry(String... urls) {
        registry.add(urls);
        return this;
    }

    /**
     * The bearer token to show to the registry.
     *
     * @throws IllegalArgumentException if credentials of another kind were set before
     */
    public RollcallBuilder token(String token) {
        return token(() -> token);
    }

    /**
     * The source of the bearer token to show to the registry. It is called with each request, so it must be quick and
     * threadsafe.
     *
     * @throws IllegalArgumentException if credentials of another kind were set before
     */
    public RollcallBuilder token(Supplier<String> token) {
        registry.credentials("token", clock -> Credentials.token(token));
        return this;
    }

    /**
     * A file with the bearer token to show to the registry. It is looked at again at most once a second, and at once
     * when the registry responds with 401: then the request is made once more with the new token.
     *
     * @throws IllegalArgumentException if credentials of another kind were set before
     */
    public RollcallBuilder tokenFile(Path file) {
        registry.credentials("tokenFile", clock -> Credentials.tokenFile(file, clock));
        return this;
    }

    /**
     * The user and the password to show to the registry.
     *
     * @throws IllegalArgumentException if the user has a colon, or one of them a control character, or if credentials
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

    /** How often to send heartbeats. Default: as often as the registry asks for. */
    public RollcallBuilder heartbeat(Duration period) {
        heartbeat = Durations.positive("heartbeat", period);
        return this;
    }

    /** How long a closing registration is shown as draining before it is removed. Zero for not at all. Default: 1 s. */
    public RollcallBuilder drainDelay(Duration delay) {
        drainDelay = Durations.notNegative("drainDelay", delay);
        return this;
    }

    /** The host under which instances register that name none. Default: found, see {@link #preferredNetworks}. */
    public RollcallBuilder host(String host) {
        ownHost.host(host);
        return this;
    }

    /**
     * The network interface ({@code eth1}) from which this process's own address is taken if no preferred network has
     * one. Default: none is preferred.
     */
    public RollcallBuilder networkInterface(String name) {
        ownHost.networkInterface(name);
        return this;
    }

    /** Networks in CIDR form ({@code 10.0.0.0/8}) from which this process's own address is taken, the first first. */
    public RollcallBuilder preferredNetworks(String... cidrs) {
        ownHost.preferredNetworks(cidrs);
        return this;
    }

    /** After how long a service is asked for again though nothing was pushed. Default: 30 s. */
    public RollcallBuilder discoveryTtl(Duration ttl) {
        discovery.ttl(ttl);
        return this;
    }

    /** For how long the first look-up of a service may block its caller. Default: 2 s. */
    public RollcallBuilder lookupTimeout(Duration timeout) {
        discovery.lookupTimeout(timeout);
        return this;
    }

    /**
     * For how long instances are kept that a registry lost when it began anew. Only time in which the registry answers
     * counts: one that fails again takes nobody away. Zero for not at all. Default: 30 s, the usual lease.
     */
    public RollcallBuilder emptyProtection(Duration bound) {
        discovery.emptyProtection(bound);
        return this;
    }

    /**
     * Where what is known of services is kept, one file for each, for a start while the registry does not answer.
     * Several processes may share the directory; it should be on a local disk, and others should not be able to write
     * to it. Default: nothing is kept.
     */
    public RollcallBuilder snapshotDirectory(Path directory) {
        discovery.snapshots(directory);
        return this;
    }

    /** How old a file in {@link #snapshotDirectory} may be to be of use. Default: 24 h. */
    public RollcallBuilder snapshotMaxAge(Duration age) {
        discovery.snapshotMaxAge(age);
        return this;
    }

    /**
     * Services to look up at once, in the background, and to follow from then on whether they have instances or not.
     */
    public RollcallBuilder prefetch(String... services) {
        discovery.prefetch(services);
        return this;
    }

    /**
     * Declares that this process is an instance of {@code service}, which is followed then: a
     * {@link io.rollcall.loadbalancer.policy.FleetSubset} is even over all its instances, and zones spill over by the
     * true share of callers in each. Default: not said; then each caller chooses for itself.
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
     * Whether a registration that fails at first fails the caller. Default: no, it is tried again until it succeeds.
     */
    public RollcallBuilder failFast(boolean failFast) {
        this.failFast = failFast;
        return this;
    }

    /**
     * Whether this is closed when the JVM ends (SIGTERM, {@code System.exit}, the last thread's end), so that instances
     * drain and are deregistered first. Say no where something else closes it in its own order, as a Spring context
     * does. Default: yes.
     */
    public RollcallBuilder closeOnShutdown(boolean close) {
        closeOnShutdown = close;
        return this;
    }

    /**
     * Adds a check of this process's health. While not all checks are up, no registration is told as UP: its status is
     * DOWN while a check is down, else STARTING until each has given a verdict. A status other than UP that was chosen
     * with {@link Registration#status} stays as it is. A check that concerns one of several registrations is better
     * {@linkplain RegistrationOptions.Builder#healthCheck(String, HealthCheck) its own}.
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
     * How many results in a row change a check's verdict: {@code rise} good ones to up, {@code fall} bad ones to down.
     * The first result of all is the first verdict. Default: 2 and 3.
     */
    public RollcallBuilder healthThresholds(int rise, int fall) {
        healthConfig = healthConfig.thresholds(rise, fall);
        return this;
    }

    /**
     * Answers an orchestrator's probes on {@code port} of the loopback address, as {@link #probes(InetSocketAddress)}
     * does.
     */
    public RollcallBuilder probes(int port) {
        return probes(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Answers an orchestrator's probes, for processes without a web server of their own:
     *
     * <ul>
     *   <li>{@code GET /healthz/live}: 200 while this SDK's scheduler runs. Depends neither on the registry nor on
     *       health checks: 503 means that a restart helps.
     *   <li>{@code GET /healthz/ready}: 200 while something is registered and all of it {@linkplain Registration#isUp()
     *       is up}, else 503 with JSON that says what is not and why.
     *   <li>{@code POST /drain}, from this host only: sets all registrations DRAINING, and answers 200 when the
     *       registry has acknowledged that and the drain delay has passed. A close after that waits no second time.
     * </ul>
     *
     * <p>Whoever reaches the address can read the first two; kubelet needs the pod's own. Default: no probes.
     *
     * @param address where to listen; port 0 for any that is free, see {@link Rollcall#probeAddress}
     */
    public RollcallBuilder probes(InetSocketAddress address) {
        probes = address;
        return this;
    }

    /** What is wanted of the calls to {@code service}. */
    public RollcallBuilder service(String service, Consumer<ServicePolicy.Builder> policy) {
        ServicePolicy.Builder builder = ServicePolicy.builder();
        policy.accept(builder);
        return service(service, builder.build());
    }

    /** What is wanted of the calls to {@code service}. */
    public RollcallBuilder service(String service, ServicePolicy policy) {
        policies.put(ServiceInstance.named(service).port(1).build().service(), policy);
        return this;
    }

    /** What is wanted of the calls to services that have no policy of their own. Default: the less busy of two. */
    public RollcallBuilder defaultPolicy(ServicePolicy policy) {
        defaultPolicy = policy;
        return this;
    }

    /** The policy for services that have none of their own, as {@link #defaultPolicy(ServicePolicy)}. */
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
        keepAlive = Durations.positive("keepAlive", idle);
        return this;
    }

    /**
     * Puts a circuit breaker before each instance for calls of {@link Rollcall#httpClient()}: one that opens is passed
     * over, and takes its instance out as outlier detection would; if all are open, calls fail without being sent. Its
     * time is that of {@link #clock}. Default: none, for outlier detection takes failing instances out by itself; a
     * breaker adds bounds on slow calls, and trial calls before an instance is back. The type is resilience4j's on
     * purpose: its whole configuration applies, and the one that an application has can be used.
     */
    public RollcallBuilder circuitBreaker(CircuitBreakerConfig config) {
        circuitBreaker = config;
        return this;
    }

    /** Tells {@code listener} what happens. Several are told in the order in which they were added. */
    public RollcallBuilder listener(RollcallListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Where time is read. Default: this machine's. */
    public RollcallBuilder clock(TimeSource time) {
        this.time = time;
        return this;
    }

    /** Where chance comes from. Default: a generator for each thread. */
    public RollcallBuilder randomness(Randomness randomness) {
        this.randomness = randomness;
        return this;
    }

    /**
     * Starts it. Does not wait for the registry.
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

    RegistrationConfig registration() {
        Duration closeTimeout = RegistrationConfig.defaults().closeTimeout();
        return new RegistrationConfig(heartbeat, drainDelay, closeTimeout, failFast);
    }
}

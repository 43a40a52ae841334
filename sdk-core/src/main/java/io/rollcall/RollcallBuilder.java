package io.rollcall;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.RegistrationConfig;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Rollcall}. Only {@link #registry} is required. Not threadsafe. */
public final class RollcallBuilder {
    final List<String> registry = new ArrayList<>();
    final List<String> preferredNetworks = new ArrayList<>();
    final List<SdkListener> listeners = new ArrayList<>();
    final Map<String, ServicePolicy> policies = new LinkedHashMap<>();
    ServicePolicy defaultPolicy = ServicePolicy.defaults();

    @Nullable
    CircuitBreakerConfig circuitBreaker;

    @Nullable
    Duration heartbeat;

    @Nullable
    String host;

    Duration drainDelay = RegistrationConfig.defaults().drainDelay();
    Duration discoveryTtl = Duration.ofSeconds(30);
    Duration lookupTimeout = Duration.ofSeconds(2);
    Duration emptyProtection = Duration.ofSeconds(30);
    Duration requestTimeout = Duration.ofSeconds(2);
    boolean failFast;
    TimeSource time = TimeSource.system();
    Randomness randomness = Randomness.perThread();

    RollcallBuilder() {}

    /**
     * Where the registry is: one URL, or several of the same registry, as arguments or in one string with commas
     * between. They are used in random order; when one fails, the next is asked.
     */
    public RollcallBuilder registry(String... urls) {
        for (String several : urls) {
            for (String url : several.split(",", -1)) {
                registry.add(url.strip());
            }
        }
        return this;
    }

    /** How often to send heartbeats. Default: as often as the registry asks for. */
    public RollcallBuilder heartbeat(Duration period) {
        heartbeat = positive("heartbeat", period);
        return this;
    }

    /** How long a closing registration is shown as draining before it is removed. Zero for not at all. Default: 1 s. */
    public RollcallBuilder drainDelay(Duration delay) {
        drainDelay = notNegative("drainDelay", delay);
        return this;
    }

    /** The host under which instances register that name none. Default: found, see {@link #preferredNetworks}. */
    public RollcallBuilder host(String host) {
        this.host = ServiceInstance.named("host").host(host).port(1).build().host();
        return this;
    }

    /** Networks in CIDR form ({@code 10.0.0.0/8}) from which this process's own address is taken, the first first. */
    public RollcallBuilder preferredNetworks(String... cidrs) {
        preferredNetworks.addAll(List.of(cidrs));
        return this;
    }

    /** After how long a service is asked for again though nothing was pushed. Default: 30 s. */
    public RollcallBuilder discoveryTtl(Duration ttl) {
        discoveryTtl = positive("discoveryTtl", ttl);
        return this;
    }

    /** For how long the first look-up of a service may block its caller. Default: 2 s. */
    public RollcallBuilder lookupTimeout(Duration timeout) {
        lookupTimeout = positive("lookupTimeout", timeout);
        return this;
    }

    /**
     * For how long instances are kept that a registry lost when it began anew. Zero for not at all. Default: 30 s, the
     * usual lease.
     */
    public RollcallBuilder emptyProtection(Duration bound) {
        emptyProtection = notNegative("emptyProtection", bound);
        return this;
    }

    /** How long one request to the registry may take. Default: 2 s. */
    public RollcallBuilder requestTimeout(Duration timeout) {
        requestTimeout = positive("requestTimeout", timeout);
        return this;
    }

    /**
     * Whether a registration that fails at first fails the caller. Default: no, it is tried again until it succeeds.
     */
    public RollcallBuilder failFast(boolean failFast) {
        this.failFast = failFast;
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

    /**
     * Puts a circuit breaker before each instance for calls of {@link Rollcall#httpClient()}: one that opens is passed
     * over, and takes its instance out as outlier detection would; if all are open, calls fail without being sent. Its
     * time is that of {@link #clock}. Default: none, for outlier detection takes failing instances out by itself; a
     * breaker adds bounds on slow calls, and trial calls before an instance is back.
     */
    public RollcallBuilder circuitBreaker(CircuitBreakerConfig config) {
        circuitBreaker = config;
        return this;
    }

    /** Tells {@code listener} what happens. Several are told in the order in which they were added. */
    public RollcallBuilder listener(SdkListener listener) {
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
        return new Rollcall(this);
    }

    RegistrationConfig registration() {
        Duration closeTimeout = RegistrationConfig.defaults().closeTimeout();
        return new RegistrationConfig(heartbeat, drainDelay, closeTimeout, failFast);
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
        return value;
    }

    private static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
        return value;
    }
}

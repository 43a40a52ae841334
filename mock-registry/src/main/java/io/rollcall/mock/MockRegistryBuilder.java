package io.rollcall.mock;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.internal.http.ConnectionGate;
import io.rollcall.mock.internal.store.LeaseConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Configures a {@link MockRegistry}. Each {@link #start()} starts another one. Not threadsafe.
 *
 * @since 0.1
 */
public final class MockRegistryBuilder {
    private String host = "127.0.0.1";
    private int port;
    private final Set<String> allowedHosts = new TreeSet<>();
    private Duration ttl = Duration.ofSeconds(30);
    private Duration heartbeat = Duration.ofSeconds(10);
    private Duration sweep = Duration.ofSeconds(1);
    private Duration preservation = Duration.ofMinutes(5);
    private Duration streamBeat = Duration.ofSeconds(5);
    private Duration streamPatience = Duration.ofSeconds(30);
    private MemoryBudget memory = MemoryBudget.ofHeap();
    private int maxInstances = 100_000;
    private int maxSubscribers = 10_000;
    private int maxConnections = 20_000;
    private int maxConnectionsPerAddress;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int ioThreads = Math.min(4, Math.max(2, Runtime.getRuntime().availableProcessors()));
    private RegistryClock clock = RegistryClock.system();
    private List<RegisteredInstance> data = List.of();

    MockRegistryBuilder() {}

    /** The address to listen on. Default: {@code 127.0.0.1}, which other machines cannot reach. */
    public MockRegistryBuilder host(String address) {
        this.host = Objects.requireNonNull(address);
        return this;
    }

    /** The port to listen on. Default: 0, any free one. */
    public MockRegistryBuilder port(int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("port: " + number + " (expected: 0 to 65535)");
        }
        this.port = number;
        return this;
    }

    /**
     * Further names that clients may call the registry by, such as that of a container:
     * {@code allowedHosts("registry")}. Requests with another name in {@code Host} are refused with 421, since a web
     * page could make its own domain resolve to the registry. IP addresses, {@code localhost} and the {@link #host} are
     * always allowed; {@code "*"} allows every name. Default: none.
     */
    public MockRegistryBuilder allowedHosts(String... names) {
        allowedHosts.addAll(List.of(names));
        return this;
    }

    /** How long a lease lasts without a heartbeat. Default: 30 s. */
    public MockRegistryBuilder ttl(Duration duration) {
        this.ttl = duration;
        return this;
    }

    /** The period that clients are asked to send heartbeats with; shorter than the ttl. Default: 10 s. */
    public MockRegistryBuilder heartbeat(Duration duration) {
        this.heartbeat = duration;
        return this;
    }

    /** The period of the search for expired leases, whose removal is pushed. Default: 1 s. */
    public MockRegistryBuilder sweep(Duration duration) {
        this.sweep = duration;
        return this;
    }

    /**
     * For how long no lease expires, at most, while more than 15 % of all leases (and more than one) would expire
     * within a ttl, or more than half of a service of three or more. Such instances are listed as suspect until
     * heartbeats arrive again: it is more likely that the network is broken. Single instances expire as always.
     * {@link Duration#ZERO} switches it off: every lease expires after its ttl. Default: 5 min.
     */
    public MockRegistryBuilder preservation(Duration atMost) {
        this.preservation = atMost;
        return this;
    }

    /** How often a comment is sent on an event stream that is otherwise quiet. Default: 5 s. */
    public MockRegistryBuilder streamBeat(Duration duration) {
        this.streamBeat = positive("streamBeat", duration);
        return this;
    }

    /**
     * How long a subscriber may read nothing before its connection is closed; checked with each stream beat. Default:
     * 30 s.
     */
    public MockRegistryBuilder streamPatience(Duration duration) {
        this.streamPatience = positive("streamPatience", duration);
        return this;
    }

    /**
     * The most memory for registered instances, estimated; more are refused with 507. Default: 40 % of the largest heap
     * of this JVM. The list of one service has at most 24 MiB and a twenty-fourth of that heap.
     */
    public MockRegistryBuilder maxInstanceBytes(long bytes) {
        this.memory = new MemoryBudget(atLeastOne("maxInstanceBytes", bytes), memory.subscriptions(), memory.unsent());
        return this;
    }

    /**
     * The most memory for the services that event streams name, estimated; more are refused with 429. Default: 10 % of
     * the largest heap of this JVM.
     */
    public MockRegistryBuilder maxSubscriptionBytes(long bytes) {
        this.memory = new MemoryBudget(memory.instances(), atLeastOne("maxSubscriptionBytes", bytes), memory.unsent());
        return this;
    }

    /**
     * The most memory for responses and events that clients have not read. Where more is needed, connections that have
     * been reading for more than a second are closed, longest first; if there are none, the response is 429. Default:
     * 15 % of the largest heap of this JVM.
     */
    public MockRegistryBuilder maxUnsentBytes(long bytes) {
        this.memory = new MemoryBudget(memory.instances(), memory.subscriptions(), atLeastOne("maxUnsentBytes", bytes));
        return this;
    }

    /** The most instances of all services together. Default: 100,000. */
    public MockRegistryBuilder maxInstances(int number) {
        this.maxInstances = atLeastOne("maxInstances", number);
        return this;
    }

    /** The most event streams at once. Default: 10,000. */
    public MockRegistryBuilder maxSubscribers(int number) {
        this.maxSubscribers = atLeastOne("maxSubscribers", number);
        return this;
    }

    /**
     * The most open connections at once. At most half of them, but not fewer than 64, may be waiting: those that have
     * sent no complete request since the last response. Where one more is opened, the one that has waited longest is
     * closed. Further connections are accepted when one is closed. Default: 20,000.
     */
    public MockRegistryBuilder maxConnections(int number) {
        this.maxConnections = atLeastOne("maxConnections", number);
        return this;
    }

    /**
     * The most open connections from one IPv4 address or one /64 network of IPv6. Where one more is opened, the one
     * that has waited longest is closed; if none waits, the new one is. Default: half of {@link #maxConnections}, but
     * not fewer than 64.
     */
    public MockRegistryBuilder maxConnectionsPerAddress(int number) {
        this.maxConnectionsPerAddress = atLeastOne("maxConnectionsPerAddress", number);
        return this;
    }

    /**
     * How long the head of a request may take to arrive, and its body. A response that takes longer has to be read at
     * 64 KiB a second. A connection that is too slow is closed. Event streams have {@link #streamPatience} instead.
     * Default: 30 s.
     *
     * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 1 h
     */
    public MockRegistryBuilder requestTimeout(Duration duration) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("requestTimeout: " + duration + " (expected: 1 ms to 1 h)");
        }
        this.requestTimeout = duration;
        return this;
    }

    /** The number of threads that serve connections. Default: the number of processors, at least 2 and at most 4. */
    public MockRegistryBuilder ioThreads(int number) {
        this.ioThreads = atLeastOne("ioThreads", number);
        return this;
    }

    /** Its source of time, such as a {@link io.rollcall.mock.clock.VirtualClock}. Default: the machine's. */
    public MockRegistryBuilder clock(RegistryClock newClock) {
        this.clock = Objects.requireNonNull(newClock);
        return this;
    }

    /**
     * The instances it has from the start, such as {@link MockRegistry#instances()} of another registry; each with a
     * new lease. Default: none.
     */
    public MockRegistryBuilder dataFrom(Collection<RegisteredInstance> instances) {
        this.data = List.copyOf(instances);
        return this;
    }

    /**
     * Starts a registry, which serves requests when this method returns.
     *
     * @throws PortUnavailableException if the port is taken, or the host is no address of this machine
     * @throws IllegalArgumentException if the heartbeat is not shorter than the ttl, or a duration is under 1 ms
     */
    public MockRegistry start() {
        Set<String> hosts = new TreeSet<>(allowedHosts);
        hosts.add(host);
        return new MockRegistry(new RegistryConfig(
                host,
                port,
                hosts,
                new LeaseConfig(ttl, heartbeat, sweep, preservation),
                streamBeat,
                streamPatience,
                memory,
                maxInstances,
                maxSubscribers,
                maxConnections,
                maxConnectionsPerAddress > 0
                        ? maxConnectionsPerAddress
                        : ConnectionGate.defaultPerClient(maxConnections),
                requestTimeout,
                ioThreads,
                clock,
                data));
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: longer than 0)");
        }
        return duration;
    }

    private static long atLeastOne(String name, long number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + ": " + number + " (expected: at least 1)");
        }
        return number;
    }

    private static int atLeastOne(String name, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + ": " + number + " (expected: at least 1)");
        }
        return number;
    }
}

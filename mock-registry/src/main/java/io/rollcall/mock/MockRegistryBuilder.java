package io.rollcall.mock;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.internal.store.LeaseConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Collects what a registry is to be like. Not safe for use by several threads; each {@link #start()} starts another
 * one.
 */
public final class MockRegistryBuilder {
    private String host = "127.0.0.1";
    private int port;
    private Duration ttl = Duration.ofSeconds(30);
    private Duration heartbeat = Duration.ofSeconds(10);
    private Duration sweep = Duration.ofSeconds(1);
    private Duration beat = Duration.ofSeconds(5);
    private Duration patience = Duration.ofSeconds(30);
    private int maxInstances = 100_000;
    private int maxSubscribers = 10_000;
    private int maxConnections = 20_000;
    private int ioThreads = Math.min(4, Math.max(2, Runtime.getRuntime().availableProcessors()));
    private RegistryClock clock = RegistryClock.system();
    private List<RegisteredInstance> data = List.of();

    MockRegistryBuilder() {}

    /** The address to listen on. Default: {@code 127.0.0.1}, so that nobody else can reach it. */
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

    /** How long an instance lives without a heartbeat. Default: 30 s. */
    public MockRegistryBuilder ttl(Duration duration) {
        this.ttl = duration;
        return this;
    }

    /** How often clients are asked to beat; shorter than the ttl. Default: 10 s. */
    public MockRegistryBuilder heartbeat(Duration duration) {
        this.heartbeat = duration;
        return this;
    }

    /** How often expired instances are looked for and their removal is pushed. Default: 1 s. */
    public MockRegistryBuilder sweep(Duration duration) {
        this.sweep = duration;
        return this;
    }

    /** How often a silent event stream shows that it is alive. Default: 5 s. */
    public MockRegistryBuilder streamBeat(Duration duration) {
        this.beat = positive("streamBeat", duration);
        return this;
    }

    /**
     * How long a subscriber may leave everything unread before it is cut; looked at with each stream beat. Default: 30
     * s.
     */
    public MockRegistryBuilder streamPatience(Duration duration) {
        this.patience = positive("streamPatience", duration);
        return this;
    }

    /** How many instances it takes in all. Default: 100,000. */
    public MockRegistryBuilder maxInstances(int number) {
        this.maxInstances = atLeastOne("maxInstances", number);
        return this;
    }

    /** How many event streams it serves at once. Default: 10,000. */
    public MockRegistryBuilder maxSubscribers(int number) {
        this.maxSubscribers = atLeastOne("maxSubscribers", number);
        return this;
    }

    /** How many connections it has open at once; more have to wait until one is closed. Default: 20,000. */
    public MockRegistryBuilder maxConnections(int number) {
        this.maxConnections = atLeastOne("maxConnections", number);
        return this;
    }

    /** How many threads serve connections. Default: as many as processors, at least 2 and at most 4. */
    public MockRegistryBuilder ioThreads(int number) {
        this.ioThreads = atLeastOne("ioThreads", number);
        return this;
    }

    /** The time it lives by. Default: the machine's. */
    public MockRegistryBuilder clock(RegistryClock newClock) {
        this.clock = Objects.requireNonNull(newClock);
        return this;
    }

    /** What it holds from the start, such as {@link MockRegistry#instances()} of another one; each with a new lease. */
    public MockRegistryBuilder dataFrom(Collection<RegisteredInstance> instances) {
        this.data = List.copyOf(instances);
        return this;
    }

    /**
     * Starts the registry; it answers when this method returns.
     *
     * @throws PortUnavailableException if the port is taken, or the host is no address of this machine
     * @throws IllegalArgumentException if the heartbeat is not shorter than the ttl, or a duration is under 1 ms
     */
    public MockRegistry start() {
        return new MockRegistry(new RegistryConfig(
                host,
                port,
                new LeaseConfig(ttl, heartbeat, sweep),
                beat,
                patience,
                maxInstances,
                maxSubscribers,
                maxConnections,
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

    private static int atLeastOne(String name, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + ": " + number + " (expected: at least 1)");
        }
        return number;
    }
}

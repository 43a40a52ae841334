package io.rollcall.benchmarks.simulator.engine;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Servers and the clients that call them. Confined to one thread. */
public final class Cluster {
    /** The strategy of the oracle: join the shortest queue. */
    public static final String ORACLE = "oracle";

    static final String SERVICE = "service";

    private final Simulation simulation;
    private final List<Server> servers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    /** An empty cluster; {@code seed} determines all random choices. */
    public Cluster(long seed) {
        this.simulation = new Simulation(seed);
    }

    /** The time. */
    public Simulation simulation() {
        return simulation;
    }

    /** All servers, in the order in which they were added. */
    public List<Server> servers() {
        return servers;
    }

    /** All clients. */
    public List<Client> clients() {
        return clients;
    }

    /** Adds {@code count} servers with one worker each. */
    public Cluster servers(int count, ServiceTime serviceTime) {
        for (int i = 0; i < count; i++) {
            server(1, serviceTime, instance -> instance);
        }
        return this;
    }

    /** Adds a server, registered as {@code described}. */
    public Server server(int workers, ServiceTime serviceTime, UnaryOperator<ServiceInstance.Builder> described) {
        int index = servers.size();
        ServiceInstance.Builder instance =
                ServiceInstance.named(SERVICE).id("s-" + index).host("10.0.0.1").port(index + 1);
        Server server = new Server(simulation, described.apply(instance).build(), workers, serviceTime);
        servers.add(server);
        return server;
    }

    /** Adds clients that balance by {@code strategy} with an otherwise default policy, or the oracle. */
    public Cluster clients(int count, String strategy) {
        if (strategy.equals(ORACLE)) {
            clients.add(new Oracle(servers, simulation.random()));
            return this;
        }
        return clients(count, () -> policy(strategy).build());
    }

    /** Adds clients, each with a policy of its own, because strategies keep state. */
    public Cluster clients(int count, Supplier<ServicePolicy> policy) {
        for (int i = 0; i < count; i++) {
            client(policy.get());
        }
        return this;
    }

    /** Adds a client with this policy. */
    public Client client(ServicePolicy policy) {
        Client client = new BalancedClient(simulation, policy);
        client.update(servers.stream().map(Server::instance).toList());
        clients.add(client);
        return client;
    }

    /** Starts a policy with this strategy. */
    public static ServicePolicy.Builder policy(String strategy) {
        return ServicePolicy.builder().strategy(strategy);
    }

    /** Publishes these servers, and no others, to every client. */
    public void announce(List<Server> registered) {
        List<ServiceInstance> instances =
                registered.stream().map(Server::instance).toList();
        clients.forEach(client -> client.update(instances));
    }

    /** The server of an instance. */
    public Server serverOf(ServiceInstance instance) {
        return servers.get(instance.port() - 1);
    }

    /** Calls at {@code perSecond} for {@code length}, at random times, by clients at random. */
    public Traffic traffic(double perSecond, Duration length) {
        return new Traffic(this, perSecond, length);
    }
}

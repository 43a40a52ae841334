package io.rollcall.benchmarks.simulator.engine;

import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Joins the shortest queue, as no real client can: it sees every server's queue at the moment of the call. Its result
 * is the best that balancing by load alone can reach.
 */
final class Oracle implements Client {
    private final List<Server> servers;
    private final SplittableRandom random;

    Oracle(List<Server> servers, SplittableRandom random) {
        this.servers = servers;
        this.random = random;
    }

    @Override
    public Optional<Call> begin(RequestContext request) {
        Server best = servers.get(random.nextInt(servers.size()));
        int ties = 1;
        for (Server server : servers) {
            if (server.load() < best.load()) {
                best = server;
                ties = 1;
            } else if (server.load() == best.load() && random.nextInt(++ties) == 0) {
                best = server;
            }
        }
        return Optional.of(new Seen(best.instance()));
    }

    @Override
    public void update(List<ServiceInstance> instances) {}

    @Override
    public void callers(List<ServiceInstance> fleet) {}

    @Override
    public void tick() {}

    private record Seen(ServiceInstance instance) implements Call {
        @Override
        public void finished(Outcome outcome) {}

        @Override
        public Optional<Call> retry() {
            return Optional.empty();
        }
    }
}

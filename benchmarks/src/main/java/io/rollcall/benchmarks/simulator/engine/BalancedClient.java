package io.rollcall.benchmarks.simulator.engine;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Optional;

/** A client with a balancer of its own, as a process with the SDK has. */
final class BalancedClient implements Client {
    private final LoadBalancer balancer;

    BalancedClient(Simulation simulation, ServicePolicy policy) {
        this.balancer = LoadBalancer.builder(Cluster.SERVICE)
                .policy(policy)
                .clock(simulation)
                .randomness(simulation.randomness())
                .build();
    }

    @Override
    public Optional<Call> begin(RequestContext request) {
        try {
            Call call = new Selected(balancer.select(request));
            balancer.retryBudget().called();
            return Optional.of(call);
        } catch (NoInstanceException e) {
            return Optional.empty();
        }
    }

    @Override
    public void update(List<ServiceInstance> instances) {
        balancer.update(instances);
    }

    @Override
    public void callers(List<ServiceInstance> fleet) {
        balancer.callers(fleet);
    }

    @Override
    public void tick() {
        balancer.tick();
    }

    private final class Selected implements Call {
        private final Selection selection;

        Selected(Selection selection) {
            this.selection = selection;
        }

        @Override
        public ServiceInstance instance() {
            return selection.instance();
        }

        @Override
        public void finished(Outcome outcome) {
            selection.complete(outcome);
        }

        @Override
        public Optional<Call> retry() {
            return balancer.retryBudget().acquire() ? selection.next().map(Selected::new) : Optional.empty();
        }
    }
}

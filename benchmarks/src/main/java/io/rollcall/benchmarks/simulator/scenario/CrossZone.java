package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Client;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Optional;

/** A client in a zone, whose calls to other zones are counted. */
final class CrossZone implements Client {
    private final Client client;
    private final String zone;
    private long calls;
    private long crossed;

    CrossZone(Client client, String zone) {
        this.client = client;
        this.zone = zone;
    }

    long calls() {
        return calls;
    }

    long crossed() {
        return crossed;
    }

    void reset() {
        calls = 0;
        crossed = 0;
    }

    @Override
    public Optional<Call> begin(RequestContext request) {
        Optional<Call> call = client.begin(request);
        calls++;
        if (call.isPresent() && !zone.equals(call.get().instance().zone())) {
            crossed++;
        }
        return call;
    }

    @Override
    public void update(List<ServiceInstance> instances) {
        client.update(instances);
    }

    @Override
    public void callers(List<ServiceInstance> fleet) {
        client.callers(fleet);
    }

    @Override
    public void tick() {
        client.tick();
    }
}

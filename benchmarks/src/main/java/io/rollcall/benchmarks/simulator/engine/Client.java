package io.rollcall.benchmarks.simulator.engine;

import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Optional;

/** One process that calls the servers. Confined to the simulation's thread. */
public interface Client {

    /** Chooses a server for a call; empty if there is none. */
    Optional<Call> begin(RequestContext request);

    /** Receives the registered instances. */
    void update(List<ServiceInstance> instances);

    /** Receives the fleet that it belongs to. */
    void callers(List<ServiceInstance> fleet);

    /** Runs periodic work; called four times a second, as by the SDK. */
    void tick();

    /** A call that has a server and no outcome yet. */
    interface Call {

        /** The server that it goes to. */
        ServiceInstance instance();

        /** Reports its outcome. */
        void finished(Outcome outcome);

        /** The same call on another server, if there is one and the budget of retries allows it. */
        Optional<Call> retry();
    }
}

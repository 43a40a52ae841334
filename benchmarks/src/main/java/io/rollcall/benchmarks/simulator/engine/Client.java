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

    /** Hears of the instances that are registered now. */
    void update(List<ServiceInstance> instances);

    /** Hears of the fleet that it is one of. */
    void callers(List<ServiceInstance> fleet);

    /** Does what time asks for; to be called four times a second, as the SDK does. */
    void tick();

    /** A call that has a server and no outcome yet. */
    interface Call {

        /** Whom it goes to. */
        ServiceInstance instance();

        /** Tells its outcome. */
        void finished(Outcome outcome);

        /** The same call on another server, if there is one and the budget of retries allows it. */
        Optional<Call> retry();
    }
}

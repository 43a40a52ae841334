package io.rollcall.benchmarks.store;

import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import java.util.List;

/** The store of a registry. Threadsafe. */
interface Store {
    /** Adds an instance or replaces the one of that id. */
    void register(RegistrationRequest registration);

    /** Renews the lease of an instance; false if there is none. */
    boolean heartbeat(String service, String id);

    /** The live instances of a service. */
    List<RegisteredInstance> query(String service);
}

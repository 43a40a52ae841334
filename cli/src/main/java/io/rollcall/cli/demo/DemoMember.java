package io.rollcall.cli.demo;

import io.rollcall.model.ServiceInstance;
import java.util.List;

/** One instance in the demo's script. */
record DemoMember(String id, String version, String env, String zone, int weight) {
    static final String SERVICE = "user-service";
    static final String HOST = "127.0.0.1";

    /** Killed while the demo runs. */
    static final DemoMember KILLED = new DemoMember("u-2", "1.4.0", "prod", "eu-1b", 100);
    /** Drained while the demo runs. */
    static final DemoMember DRAINED = new DemoMember("u-3", "1.4.0", "prod", "eu-1a", 50);
    /** Joins while the demo runs. */
    static final DemoMember JOINING = new DemoMember("u-7", "2.0.0", "prod", "eu-1a", 50);
    /** Registered from the start. */
    static final List<DemoMember> FIRST = List.of(
            new DemoMember("u-1", "1.4.0", "prod", "eu-1a", 200),
            KILLED,
            DRAINED,
            new DemoMember("u-4", "1.4.0", "prod", "eu-1b", 150),
            new DemoMember("u-5", "2.0.0", "prod", "eu-1b", 100),
            new DemoMember("u-6", "2.0.0", "staging", "eu-1a", 100));

    /** The instance to register when it listens on {@code port}. */
    ServiceInstance at(int port) {
        return ServiceInstance.named(SERVICE)
                .id(id)
                .host(HOST)
                .port(port)
                .version(version)
                .env(env)
                .zone(zone)
                .weight(weight)
                .build();
    }
}

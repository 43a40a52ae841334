/** Registers services, keeps their leases, and discovers others. */
module io.rollcall.core {
    requires transitive io.rollcall.loadbalancer;
    requires transitive org.jspecify;
    requires static micrometer.core;
    requires transitive io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.retry;
    requires transitive okhttp3;
    requires transitive java.net.http;
    requires okhttp3.sse;
    requires jdk.httpserver;
    requires okio;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports io.rollcall;
    exports io.rollcall.event;
    exports io.rollcall.health;
    exports io.rollcall.http;
    exports io.rollcall.metrics;
    exports io.rollcall.registry;
    exports io.rollcall.registration;
    exports io.rollcall.registry.security;
    exports io.rollcall.registry.support;
    exports io.rollcall.internal.json to
            io.rollcall.consul;

    uses io.rollcall.registry.RegistryBackendProvider;

    provides io.rollcall.registry.RegistryBackendProvider with
            io.rollcall.internal.registry.http.HttpRegistryProvider;
}

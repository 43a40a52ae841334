/** Consul as Rollcall's registry. Nothing of it is called by name: the SDK finds it by a URL's scheme. */
module io.rollcall.consul {
    requires io.rollcall.core;
    requires okhttp3;
    requires org.slf4j;
    requires tools.jackson.databind;

    provides io.rollcall.registry.RegistryBackendProvider with
            io.rollcall.consul.ConsulRegistryProvider;
}

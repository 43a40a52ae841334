package io.rollcall;

import io.rollcall.internal.address.OwnAddress;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link RollcallBuilder} about the address under which this process registers; the builder documents each
 * value. Not threadsafe.
 */
final class AddressSettings {
    private final List<String> preferredNetworks = new ArrayList<>();
    private @Nullable String host;
    private @Nullable String networkInterface;

    void host(String name) {
        host = ServiceInstance.named("host").host(name).port(1).build().host();
    }

    void networkInterface(String name) {
        networkInterface = name;
    }

    void preferredNetworks(String... cidrs) {
        preferredNetworks.addAll(List.of(cidrs));
    }

    /**
     * The address as seen by the registry.
     *
     * @param blocking runs look-ups, which may block
     */
    OwnAddress ownAddress(RegistrySettings registry, Executor blocking) {
        return OwnAddress.of(host, preferredNetworks, networkInterface, registry.firstEndpoint(), blocking)
                .loopbackLast(registry.isAgent());
    }
}

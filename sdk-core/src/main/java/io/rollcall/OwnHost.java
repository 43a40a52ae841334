package io.rollcall;

import io.rollcall.internal.address.OwnAddress;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Under which address this process registers: set, or where to look for it. Filled by {@link RollcallBuilder}, which
 * says what each means. Not threadsafe.
 */
final class OwnHost {
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

    /** @param blocking runs what may block */
    OwnAddress towards(RegistryAccess registry, Executor blocking) {
        return OwnAddress.of(host, preferredNetworks, networkInterface, registry.firstEndpoint(), blocking)
                .loopbackLast(registry.isAgent());
    }
}

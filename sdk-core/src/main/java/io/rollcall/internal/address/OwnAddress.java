package io.rollcall.internal.address;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address under which others reach this process, from the first of these sources that yields one:
 *
 * <ol>
 *   <li>the configured host,
 *   <li>an address within the preferred networks, in their order,
 *   <li>an address of the configured interface,
 *   <li>the local address of the route to the registry (a UDP socket is connected; no packet is sent),
 *   <li>any address that other hosts may reach.
 * </ol>
 *
 * Link-local addresses and those of container bridges are excluded, IPv6 scopes are removed, and loopback is used only
 * if the registry itself is on loopback. There are no reverse look-ups, and resolving the registry's name takes at most
 * 1 s. Immutable and threadsafe.
 */
public final class OwnAddress implements Supplier<String> {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddress.class);
    private static final long PROBE_TIMEOUT_MILLIS = 1_000;
    private static final int ANY_PORT = 9;

    private final @Nullable String host;
    private final List<NetworkRange> preferred;
    private final @Nullable String interfaceName;
    private final Supplier<List<NetworkInterfaceInfo>> interfaces;
    private final Supplier<@Nullable InetAddress> route;
    private final boolean loopbackLast;

    OwnAddress(
            @Nullable String host,
            List<String> preferredNetworks,
            @Nullable String interfaceName,
            Supplier<List<NetworkInterfaceInfo>> interfaces,
            Supplier<@Nullable InetAddress> route) {
        this(
                host,
                preferredNetworks.stream().map(NetworkRange::parse).toList(),
                interfaceName,
                interfaces,
                route,
                false);
    }

    private OwnAddress(
            @Nullable String host,
            List<NetworkRange> preferred,
            @Nullable String interfaceName,
            Supplier<List<NetworkInterfaceInfo>> interfaces,
            Supplier<@Nullable InetAddress> route,
            boolean loopbackLast) {
        this.host = host;
        this.preferred = preferred;
        this.interfaceName = interfaceName;
        this.interfaces = interfaces;
        this.route = route;
        this.loopbackLast = loopbackLast;
    }

    /**
     * Finds the address of this host.
     *
     * @param host the configured host, or null
     * @param preferredNetworks in CIDR form, the most preferred first
     * @param interfaceName such as {@code eth0}, or null
     * @param registry an endpoint of the registry, to which the route is determined
     * @param blocking runs the look-up of the registry's name, which may block
     * @throws IllegalArgumentException if a network is not in CIDR form
     */
    public static OwnAddress of(
            @Nullable String host,
            List<String> preferredNetworks,
            @Nullable String interfaceName,
            URI registry,
            Executor blocking) {
        return new OwnAddress(
                host, preferredNetworks, interfaceName, NetworkInterfaceInfo::all, () -> routeTo(registry, blocking));
    }

    /**
     * Returns a copy that, if {@code last}, uses loopback only if there is no other address: for a registry agent on
     * this host whose callers may be on other hosts.
     */
    public OwnAddress loopbackLast(boolean last) {
        return new OwnAddress(host, preferred, interfaceName, interfaces, route, last);
    }

    /**
     * The address in the form a registration uses: a name or IP address without brackets or scope.
     *
     * @throws IllegalStateException if there is none
     */
    @Override
    public String get() {
        if (host != null) {
            return host;
        }
        List<NetworkInterfaceInfo> present = interfaces.get();
        List<InetAddress> reachable = present.stream()
                .filter(nic -> !nic.isContainerBridge() && !nic.loopback())
                .flatMap(nic -> nic.addresses().stream())
                .filter(OwnAddress::isReachable)
                .toList();
        return Stream.<Supplier<Optional<InetAddress>>>of(
                        () -> inPreferredNetwork(present),
                        () -> onNamedInterface(present),
                        () -> onRoute(present).filter(address -> !loopbackLast || !address.isLoopbackAddress()),
                        () -> first(reachable),
                        () -> loopbackLast ? onRoute(present) : Optional.empty())
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .map(OwnAddress::text)
                .orElseThrow(() -> noneAmong(present));
    }

    private Optional<InetAddress> inPreferredNetwork(List<NetworkInterfaceInfo> present) {
        List<InetAddress> all =
                present.stream().flatMap(nic -> nic.addresses().stream()).toList();
        return preferred.stream()
                .flatMap(range -> all.stream().filter(range::contains))
                .findFirst();
    }

    private Optional<InetAddress> onNamedInterface(List<NetworkInterfaceInfo> present) {
        List<InetAddress> addresses = present.stream()
                .filter(nic -> nic.name().equals(interfaceName))
                .flatMap(nic -> nic.addresses().stream())
                .filter(address -> !address.isLinkLocalAddress())
                .toList();
        if (interfaceName != null && addresses.isEmpty()) {
            LOG.warn("interface: {} has no address here (expected: one of {})", interfaceName, names(present));
        }
        return first(addresses);
    }

    private Optional<InetAddress> onRoute(List<NetworkInterfaceInfo> present) {
        InetAddress local = route.get();
        if (local == null || local.isAnyLocalAddress() || local.isLinkLocalAddress()) {
            return Optional.empty();
        }
        boolean onContainerBridge = present.stream()
                .anyMatch(nic -> nic.isContainerBridge() && nic.addresses().contains(local));
        return onContainerBridge ? Optional.empty() : Optional.of(local);
    }

    private static boolean isReachable(InetAddress address) {
        return !address.isLinkLocalAddress() && !address.isLoopbackAddress();
    }

    /** IPv4 before IPv6, otherwise in the given order. */
    private static Optional<InetAddress> first(List<InetAddress> addresses) {
        List<InetAddress> sorted = new ArrayList<>(addresses);
        sorted.sort(Comparator.comparingInt(address -> address.getAddress().length));
        return sorted.stream().findFirst();
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static IllegalStateException noneAmong(List<NetworkInterfaceInfo> present) {
        return new IllegalStateException("host: none was found that other hosts could reach, among the interfaces "
                + names(present) + ". Next: set the instance's host.");
    }

    private static String names(List<NetworkInterfaceInfo> present) {
        return present.stream().map(NetworkInterfaceInfo::name).toList().toString();
    }

    private static @Nullable InetAddress routeTo(URI registry, Executor blocking) {
        CompletableFuture<@Nullable InetAddress> probing =
                CompletableFuture.supplyAsync(() -> probing(registry), blocking);
        try {
            return probing.get(PROBE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The route to {} could not be determined", registry.getHost(), e);
            return null;
        }
    }

    private static InetAddress probing(URI registry) {
        int port = registry.getPort() < 0 ? ANY_PORT : registry.getPort();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(registry.getHost(), port));
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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
 * The address under which others reach this process. The first of these that gives one:
 *
 * <ol>
 *   <li>the host that was set,
 *   <li>an address within the preferred networks, the first network first,
 *   <li>an address of the interface that was named,
 *   <li>the address from which the system would send to the registry (a UDP socket is connected; no packet leaves),
 *   <li>any address that other hosts may reach.
 * </ol>
 *
 * Link-local addresses and those of container bridges are left out, IPv6 scopes are cut off, and loopback is taken only
 * where the registry itself is on loopback. No name is ever asked for by an address, and the search for the registry's
 * own address takes at most 1 s. Immutable and threadsafe.
 */
public final class OwnAddress implements Supplier<String> {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddress.class);
    private static final long PROBE_TIMEOUT_MILLIS = 1_000;
    private static final int ANY_PORT = 9;

    private final @Nullable String host;
    private final List<NetworkRange> preferred;
    private final @Nullable String interfaceName;
    private final Supplier<List<NetworkInterfaceInfo>> cards;
    private final Supplier<@Nullable InetAddress> route;
    private final boolean loopbackLast;

    OwnAddress(
            @Nullable String host,
            List<String> preferredNetworks,
            @Nullable String interfaceName,
            Supplier<List<NetworkInterfaceInfo>> cards,
            Supplier<@Nullable InetAddress> route) {
        this(host, preferredNetworks.stream().map(NetworkRange::parse).toList(), interfaceName, cards, route, false);
    }

    private OwnAddress(
            @Nullable String host,
            List<NetworkRange> preferred,
            @Nullable String interfaceName,
            Supplier<List<NetworkInterfaceInfo>> cards,
            Supplier<@Nullable InetAddress> route,
            boolean loopbackLast) {
        this.host = host;
        this.preferred = preferred;
        this.interfaceName = interfaceName;
        this.cards = cards;
        this.route = route;
        this.loopbackLast = loopbackLast;
    }

    /**
     * The address of this host.
     *
     * @param host set by hand, or null
     * @param preferredNetworks in CIDR form, the most preferred first
     * @param interfaceName such as {@code eth0}, or null
     * @param registry an endpoint of the registry, to which the route is looked at
     * @param blocking where the registry's name is looked up, which may block
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
     * The same, or one that takes loopback only where there is no other address: for a registry that is an agent of
     * this host, while callers may be on others.
     */
    public OwnAddress loopbackLast(boolean last) {
        return new OwnAddress(host, preferred, interfaceName, cards, route, last);
    }

    /**
     * The address, fit for a registration: a name or IP address without brackets or scope.
     *
     * @throws IllegalStateException if there is none
     */
    @Override
    public String get() {
        if (host != null) {
            return host;
        }
        List<NetworkInterfaceInfo> present = cards.get();
        List<InetAddress> reachable = present.stream()
                .filter(card -> !card.isOfContainers() && !card.loopback())
                .flatMap(card -> card.addresses().stream())
                .filter(OwnAddress::isOfUse)
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
                present.stream().flatMap(card -> card.addresses().stream()).toList();
        return preferred.stream()
                .flatMap(range -> all.stream().filter(range::contains))
                .findFirst();
    }

    private Optional<InetAddress> onNamedInterface(List<NetworkInterfaceInfo> present) {
        List<InetAddress> addresses = present.stream()
                .filter(card -> card.name().equals(interfaceName))
                .flatMap(card -> card.addresses().stream())
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
        boolean ofContainers = present.stream()
                .anyMatch(card -> card.isOfContainers() && card.addresses().contains(local));
        return ofContainers ? Optional.empty() : Optional.of(local);
    }

    private static boolean isOfUse(InetAddress address) {
        return !address.isLinkLocalAddress() && !address.isLoopbackAddress();
    }

    /** IPv4 before IPv6, else in the given order. */
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
        CompletableFuture<@Nullable InetAddress> probe =
                CompletableFuture.supplyAsync(() -> probed(registry), blocking);
        try {
            return probe.get(PROBE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The route to {} could not be looked at", registry.getHost(), e);
            return null;
        }
    }

    private static InetAddress probed(URI registry) {
        int port = registry.getPort() < 0 ? ANY_PORT : registry.getPort();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(registry.getHost(), port));
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

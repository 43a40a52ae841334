package io.rollcall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address under which others reach this process: the host that was given; else an address in one of the
 * preferred networks, the first network first; else that of a network interface, bridges of containers and link-local
 * addresses left out, IPv4 before IPv6; else the one from which packets to the registry would leave; else loopback.
 *
 * <p>No name is ever looked up for an address: that may block for seconds. Scopes of IPv6 addresses are left off, since
 * they mean something on this machine only.
 */
final class OwnAddress {
    private static final List<String> BRIDGES = List.of(
            "docker", "podman", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "lxdbr", "cni", "flannel", "cali");

    /** An address of this machine, and the name of its interface. */
    record Local(String networkInterface, InetAddress address) {}

    private OwnAddress() {}

    /**
     * Looks when it is asked, since addresses come and go.
     *
     * @param registry URLs, the first of which is used for the last resort
     * @throws IllegalArgumentException if a preferred network is none
     */
    static Supplier<String> of(@Nullable String host, List<String> preferredNetworks, List<String> registry) {
        List<Cidr> preferred = preferredNetworks.stream().map(Cidr::of).toList();
        return host != null ? () -> host : () -> choose(locals(), preferred, () -> probe(registry));
    }

    static String choose(List<Local> locals, List<Cidr> preferred, Supplier<Optional<InetAddress>> probe) {
        InetAddress chosen = preferred.stream()
                .flatMap(network -> locals.stream().filter(local -> network.contains(local.address())))
                .findFirst()
                .or(() -> locals.stream()
                        .filter(OwnAddress::isOrdinary)
                        .min(Comparator.comparing(local -> local.address() instanceof Inet4Address ? 0 : 1)))
                .map(Local::address)
                .or(probe)
                .orElseGet(InetAddress::getLoopbackAddress);
        return chosen.getHostAddress().replaceFirst("%.*", "");
    }

    private static boolean isOrdinary(Local local) {
        InetAddress address = local.address();
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && BRIDGES.stream().noneMatch(local.networkInterface()::startsWith);
    }

    private static List<Local> locals() {
        try {
            List<Local> locals = new ArrayList<>();
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp()) {
                    each.inetAddresses().forEach(address -> locals.add(new Local(each.getName(), address)));
                }
            }
            return locals;
        } catch (SocketException e) {
            throw new UncheckedIOException("The network interfaces cannot be read; name a host instead.", e);
        }
    }

    /** Connecting a datagram socket chooses a route and sends nothing. */
    private static Optional<InetAddress> probe(List<String> registry) {
        URI url = URI.create(registry.get(0));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(url.getHost(), Math.max(1, url.getPort())));
            return Optional.of(socket.getLocalAddress()).filter(address -> !address.isAnyLocalAddress());
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

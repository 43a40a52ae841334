package io.rollcall.internal.address;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One network interface of this host.
 *
 * @param name of the interface: {@code eth0}
 * @param loopback whether only this host reaches it
 * @param addresses that it has
 */
record NetworkInterfaceInfo(String name, boolean loopback, List<InetAddress> addresses) {
    private static final Pattern OF_CONTAINERS = Pattern.compile("(docker|veth|br-|virbr|cni|flannel|podman).*");

    /** All interfaces that are up, in the system's order. */
    static List<NetworkInterfaceInfo> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(NetworkInterfaceInfo::isUp)
                    .map(card -> new NetworkInterfaceInfo(
                            card.getName(),
                            isLoopback(card),
                            card.inetAddresses().toList()))
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is a bridge or a cable's end of a container engine, whose addresses mean nothing to other hosts. */
    boolean isOfContainers() {
        return OF_CONTAINERS.matcher(name).matches();
    }

    private static boolean isUp(NetworkInterface card) {
        try {
            return card.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isLoopback(NetworkInterface card) {
        try {
            return card.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}

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
 * @param name for example {@code eth0}
 * @param loopback whether only this host can reach it
 * @param addresses its addresses
 */
record NetworkInterfaceInfo(String name, boolean loopback, List<InetAddress> addresses) {
    private static final Pattern CONTAINER_NAMES = Pattern.compile("(docker|veth|br-|virbr|cni|flannel|podman).*");

    /** All interfaces that are up, in the system's order. */
    static List<NetworkInterfaceInfo> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(NetworkInterfaceInfo::isUp)
                    .map(nic -> new NetworkInterfaceInfo(
                            nic.getName(), isLoopback(nic), nic.inetAddresses().toList()))
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is a container engine's bridge or virtual link, whose addresses other hosts cannot reach. */
    boolean isContainerBridge() {
        return CONTAINER_NAMES.matcher(name).matches();
    }

    private static boolean isUp(NetworkInterface nic) {
        try {
            return nic.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isLoopback(NetworkInterface nic) {
        try {
            return nic.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}

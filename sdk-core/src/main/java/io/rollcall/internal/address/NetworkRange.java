package io.rollcall.internal.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses in CIDR form: {@code 10.0.0.0/8}, {@code fd00::/8}. */
record NetworkRange(byte[] prefix, int bits) {

    /** @throws IllegalArgumentException if {@code cidr} is no such range */
    static NetworkRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        String address = slash < 0 ? cidr : cidr.substring(0, slash);
        try {
            byte[] bytes = literal(address).getAddress();
            int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * 8) {
                throw broken(cidr);
            }
            return new NetworkRange(bytes, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw broken(cidr);
        }
    }

    /** Never asks DNS: a name is refused before it could. */
    private static InetAddress literal(String address) throws UnknownHostException {
        if (!address.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new UnknownHostException(address);
        }
        return InetAddress.getByName(address);
    }

    private static IllegalArgumentException broken(String cidr) {
        return new IllegalArgumentException(
                "preferredNetworks: \"" + cidr + "\" (expected: a range such as 10.0.0.0/8 or fd00::/8)");
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}

package io.rollcall.internal.address;

import java.net.InetAddress;

/** A range of addresses in CIDR form: {@code 10.0.0.0/8}, {@code fd00::/8}. */
record NetworkRange(byte[] prefix, int bits) {

    /** @throws IllegalArgumentException if {@code cidr} is not in CIDR form */
    static NetworkRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        String address = slash < 0 ? cidr : cidr.substring(0, slash);
        byte[] bytes = IpLiteral.parse(address).orElseThrow(() -> invalid(cidr)).getAddress();
        try {
            int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * 8) {
                throw invalid(cidr);
            }
            return new NetworkRange(bytes, bits);
        } catch (NumberFormatException e) {
            throw invalid(cidr);
        }
    }

    private static IllegalArgumentException invalid(String cidr) {
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

package io.rollcall;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A network such as {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone is a network of one. */
final class Cidr {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException if {@code text} is no network */
    static Cidr of(String text) {
        String[] parts = text.strip().split("/", 2);
        try {
            if (LITERAL.matcher(parts[0]).matches()) {
                byte[] network = InetAddress.getByName(parts[0]).getAddress();
                int bits = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
                if (bits >= 0 && bits <= network.length * 8) {
                    return new Cidr(network, bits);
                }
            }
        } catch (UnknownHostException | NumberFormatException e) {
            throw broken(text, e);
        }
        throw broken(text, null);
    }

    boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        if (candidate.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((candidate[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException broken(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "preferredNetworks: \"" + text + "\" (expected: a network such as 10.0.0.0/8 or fd00::/8)", cause);
    }
}

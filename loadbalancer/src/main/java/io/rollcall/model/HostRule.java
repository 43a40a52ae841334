package io.rollcall.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts an instance may have: a host name, an IPv4 or an IPv6 address. Unspecified, link-local, multicast and
 * broadcast addresses are refused, also where IPv6 embeds them: no instance can be called there, and some of them reach
 * other services of the caller's machine or cloud. Loopback is allowed. A name whose last label is a number is refused:
 * URL parsers and resolvers take it for an IPv4 address, each in its own way. No name is resolved.
 */
final class HostRule {
    private static final int MAX_LENGTH = 253;
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");
    private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private HostRule() {}

    static boolean isLegal(String host) {
        if (host.isEmpty() || host.length() > MAX_LENGTH) {
            return false;
        }
        if (host.indexOf(':') >= 0) {
            int[] groups = ipv6(host);
            return groups != null && isUsable(groups);
        }
        if (NUMERIC_END.matcher(host).matches()) {
            long address = ipv4(host);
            return address >= 0 && isUsable(address);
        }
        return NAME.matcher(host).matches();
    }

    private static boolean isUsable(long ipv4) {
        long first = ipv4 >> 24;
        boolean linkLocal = ipv4 >> 16 == 0xA9FE;
        boolean multicast = first >= 224 && first < 240;
        return first != 0 && !linkLocal && !multicast && ipv4 != 0xFFFF_FFFFL;
    }

    private static boolean isUsable(int[] groups) {
        boolean linkLocal = (groups[0] & 0xFFC0) == 0xFE80;
        boolean multicast = groups[0] >= 0xFF00;
        if (linkLocal || multicast) {
            return false;
        }
        long embedded = (long) groups[6] << 16 | groups[7];
        return !embedsIpv4(groups) || isLoopback(groups) || isUsable(embedded);
    }

    /** IPv4-mapped, IPv4-compatible and NAT64 addresses. */
    private static boolean embedsIpv4(int[] groups) {
        boolean nat64 = groups[0] == 0x64 && groups[1] == 0xFF9B;
        boolean zeros = groups[2] == 0 && groups[3] == 0 && groups[4] == 0;
        boolean mapped = groups[0] == 0 && groups[1] == 0 && (groups[5] == 0 || groups[5] == 0xFFFF);
        return zeros && (mapped || nat64 && groups[5] == 0);
    }

    private static boolean isLoopback(int[] groups) {
        return groups[0] == 0 && groups[5] == 0 && groups[6] == 0 && groups[7] == 1;
    }

    /** The 32 bits of a dotted quad; negative if it is none. */
    private static long ipv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return -1;
        }
        long address = 0;
        for (String octet : octets) {
            int value = OCTET.matcher(octet).matches() ? Integer.parseInt(octet) : 256;
            if (value > 255) {
                return -1;
            }
            address = address << 8 | value;
        }
        return address;
    }

    /** The eight groups of an IPv6 address (RFC 4291, section 2.2); null if it is none. */
    private static int @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        String[] before = groups(gap < 0 ? text : text.substring(0, gap));
        String[] after = groups(gap < 0 ? "" : text.substring(gap + 2));
        int[] head = parsed(before, gap < 0);
        int[] tail = parsed(after, true);
        if (head == null || tail == null) {
            return null;
        }
        int length = head.length + tail.length;
        if (gap < 0 ? length != 8 : length > 7) {
            return null;
        }
        int[] all = new int[8];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
        return all;
    }

    private static String[] groups(String part) {
        return part.isEmpty() ? new String[0] : part.split(":", -1);
    }

    /** @param isEnd whether the last of them may be an IPv4 address */
    private static int @Nullable [] parsed(String[] groups, boolean isEnd) {
        boolean endsAsIpv4 = isEnd && groups.length > 0 && groups[groups.length - 1].indexOf('.') >= 0;
        int plain = endsAsIpv4 ? groups.length - 1 : groups.length;
        int[] values = new int[endsAsIpv4 ? plain + 2 : plain];
        for (int i = 0; i < plain; i++) {
            if (!GROUP.matcher(groups[i]).matches()) {
                return null;
            }
            values[i] = Integer.parseInt(groups[i], 16);
        }
        if (endsAsIpv4) {
            long ipv4 = ipv4(groups[plain]);
            if (ipv4 < 0) {
                return null;
            }
            values[plain] = (int) (ipv4 >> 16);
            values[plain + 1] = (int) (ipv4 & 0xFFFF);
        }
        return values;
    }
}

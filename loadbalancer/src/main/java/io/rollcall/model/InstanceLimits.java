package io.rollcall.model;

import java.util.regex.Pattern;

/** What names, hosts, ports and weights must look like, wherever they come from. */
final class InstanceLimits {
    static final int MAX_WEIGHT = 10_000;
    static final int MAX_METADATA = 64;
    static final int MAX_KEY = 128;
    static final int MAX_VALUE = 1_024;

    /** Names are used in URL paths, where one of only dots would name another path. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}");

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    /** A host name, an IPv4 address or an IPv6 address without brackets and scope: nothing that could change a URL. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");

    private InstanceLimits() {}

    static String name(String field, String value) {
        if (!NAME.matcher(value).matches()) {
            throw broken(field, value, "1 to 128 of A-Z a-z 0-9 . _ -, not only . or ..");
        }
        return value;
    }

    static String host(String value) {
        if (!HOST.matcher(value).matches()) {
            throw broken("host", value, "a host name or an IP address, without brackets or scope");
        }
        return value;
    }

    static int port(String field, int value) {
        if (value < 1 || value > 65_535) {
            throw broken(field, Integer.toString(value), "1 to 65535");
        }
        return value;
    }

    static int port(String field, String value) {
        return port(field, integer(field, value, "1 to 65535"));
    }

    static int weight(String value) {
        int weight = integer(Metadata.WEIGHT, value, "an integer from 0 to 10000");
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw broken(Metadata.WEIGHT, value, "an integer from 0 to 10000");
        }
        return weight;
    }

    static void entry(String key, String value) {
        if (key.isEmpty() || key.length() > MAX_KEY || hasControl(key)) {
            throw broken("metadata key", key, "1 to 128 characters, none of them control characters");
        }
        if (value.length() > MAX_VALUE || hasControl(value)) {
            throw broken("metadata." + key, value, "at most 1024 characters, none of them control characters");
        }
    }

    static IllegalArgumentException broken(String field, String value, String rule) {
        return new IllegalArgumentException(field + ": " + shown(value) + " (expected: " + rule + ")");
    }

    private static int integer(String field, String value, String rule) {
        if (!INTEGER.matcher(value).matches()) {
            throw broken(field, value, rule);
        }
        return Integer.parseInt(value);
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** Bounded and printable: the value may come from anywhere. */
    private static String shown(String value) {
        String cut = value.length() <= 64 ? value : value.substring(0, 64) + "…";
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}

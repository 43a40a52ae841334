package io.rollcall.model;

import java.util.regex.Pattern;

/**
 * The limits of an instance's values, checked wherever they enter. The registry has limits of its own; both are held to
 * {@code contract/instance-limits.csv}.
 */
final class InstanceLimits {
    static final int MAX_WEIGHT = 10_000;
    static final int MAX_METADATA = 64;
    static final int MAX_KEY = 128;
    static final int MAX_VALUE = 1_024;

    /** Names are parts of URL paths, where {@code .} and {@code ..} have a meaning. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}");

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern WEIGHT = Pattern.compile("0|[1-9][0-9]{0,4}");

    private InstanceLimits() {}

    static String name(String field, String value) {
        if (!NAME.matcher(value).matches()) {
            throw broken(field, value, "1 to 128 of A-Z a-z 0-9 . _ -, not . or ..");
        }
        return value;
    }

    static String host(String value) {
        if (!HostRule.isLegal(value)) {
            throw broken(
                    "host",
                    value,
                    "a host name or an IP address, without brackets or scope; no unspecified, link-local, multicast or"
                            + " broadcast address");
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
        if (!WEIGHT.matcher(value).matches() || Integer.parseInt(value) > MAX_WEIGHT) {
            throw broken(Metadata.WEIGHT, value, "an integer from 0 to 10000");
        }
        return Integer.parseInt(value);
    }

    static long notNegative(String field, long value) {
        if (value < 0) {
            throw broken(field, Long.toString(value), "at least 0");
        }
        return value;
    }

    static void entry(String key, String value) {
        if (key.isEmpty() || key.length() > MAX_KEY || isNotText(key)) {
            throw broken("metadata key", key, "1 to 128 characters, none a control character or half a surrogate pair");
        }
        if (value.length() > MAX_VALUE || isNotText(value)) {
            throw broken(
                    "metadata." + key,
                    value,
                    "at most 1024 characters, none a control character or half a surrogate pair");
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

    /** A lone surrogate cannot be encoded as UTF-8. */
    private static boolean isNotText(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || (c <= 0xFFFF && Character.isSurrogate((char) c)));
    }

    /** Bounded and printable: the value may come from anywhere. */
    private static String shown(String value) {
        String cut = value.length() <= 64 ? value : value.substring(0, 64) + "…";
        return '"' + cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?") + '"';
    }
}

package io.rollcall.mock.instance;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limits of everything that is registered. Each check returns the value, or throws {@link RefusedException}. The
 * SDK has limits of its own; both are held to {@code contract/instance-limits.csv}.
 */
public final class InstanceValidator {
    /** The longest service name or instance id, in characters. */
    public static final int MAX_NAME_LENGTH = 128;
    /** The most metadata entries of one instance. */
    public static final int MAX_METADATA_ENTRIES = 64;
    /** The longest metadata key, in characters. */
    public static final int MAX_KEY_LENGTH = 128;
    /** The longest metadata value, in characters. */
    public static final int MAX_VALUE_LENGTH = 1_024;
    /** The largest weight. The smallest is 0, which is "no new traffic". */
    public static final int MAX_WEIGHT = 10_000;

    private static final String NO_CONTROL = " characters, none a control character or half a surrogate pair";
    private static final int MAX_PORT = 65_535;
    private static final String NAME_RULE = "1 to 128 characters of A-Z a-z 0-9 . _ -, not . or ..";
    private static final String HOST_RULE = "a host name or an IP address, without brackets or scope;"
            + " no unspecified, link-local, multicast or broadcast address";
    private static final Pattern WEIGHT = Pattern.compile("0|[1-9][0-9]{0,4}");

    private InstanceValidator() {}

    /**
     * Checks a service's name or an instance's id.
     *
     * @param field the field's name, for the message
     * @throws RefusedException unless the name is 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}, and neither
     *     {@code .} nor {@code ..}, which have a meaning in the path of a URL
     */
    public static String name(String field, @Nullable String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_NAME_LENGTH || !isName(name)) {
            throw RefusedException.invalid(field, name, NAME_RULE);
        }
        return name;
    }

    /**
     * Checks an address. It becomes part of callers' URLs, so a character with a meaning in URLs is refused.
     *
     * @throws RefusedException unless the host is a host name, an IPv4 or an IPv6 address; also for unspecified,
     *     link-local, multicast and broadcast addresses
     */
    public static String host(@Nullable String host) {
        if (host == null || !HostRule.isLegal(host)) {
            throw RefusedException.invalid("ip", host, HOST_RULE);
        }
        return host;
    }

    /**
     * Checks a port.
     *
     * @throws RefusedException unless the port is 1 to 65535
     */
    public static int port(long port) {
        if (port < 1 || port > MAX_PORT) {
            throw RefusedException.invalid("port", port, "1 to 65535");
        }
        return (int) port;
    }

    /**
     * Checks a generation or a timestamp.
     *
     * @param field the field's name, for the message
     * @throws RefusedException if the number is negative
     */
    public static long notNegative(String field, long number) {
        if (number < 0) {
            throw RefusedException.invalid(field, number, "at least 0");
        }
        return number;
    }

    /**
     * Checks all metadata and copies it.
     *
     * @return an immutable copy
     * @throws RefusedException if there are too many entries, one is too long, empty-keyed or holds control characters,
     *     or {@code weight} is not a whole number from 0 to 10,000
     */
    public static Map<String, String> metadata(Map<String, String> metadata) {
        Map<String, String> copy = Map.copyOf(metadata);
        if (copy.size() > MAX_METADATA_ENTRIES) {
            throw RefusedException.invalid(
                    "metadata", copy.size() + " entries", "at most " + MAX_METADATA_ENTRIES + " entries");
        }
        copy.forEach(InstanceValidator::entry);
        return copy;
    }

    /**
     * Checks the key of a metadata entry.
     *
     * @throws RefusedException unless the key is 1 to 128 characters of text
     */
    public static String metadataKey(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || isNotText(key)) {
            throw RefusedException.invalid("metadata", key, "keys of 1 to " + MAX_KEY_LENGTH + NO_CONTROL);
        }
        return key;
    }

    private static void entry(String key, String value) {
        metadataKey(key);
        if (value.length() > MAX_VALUE_LENGTH || isNotText(value)) {
            throw RefusedException.invalid("metadata." + key, value, "at most " + MAX_VALUE_LENGTH + NO_CONTROL);
        }
        if (key.equals("weight") && !isWeight(value)) {
            throw RefusedException.invalid("metadata.weight", value, "a whole number from 0 to " + MAX_WEIGHT);
        }
    }

    private static boolean isWeight(String value) {
        return WEIGHT.matcher(value).matches() && Integer.parseInt(value) <= MAX_WEIGHT;
    }

    /** A lone surrogate cannot be encoded as UTF-8: one instance with it would break the list of its whole service. */
    private static boolean isNotText(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || (c <= 0xFFFF && Character.isSurrogate((char) c)));
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !name.equals(".") && !name.equals("..");
    }
}

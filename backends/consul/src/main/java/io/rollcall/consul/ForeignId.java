package io.rollcall.consul;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of an instance that another tool registered. Consul's ids are free text and unique per agent only, so the node
 * is part of the id. If one of them has illegal characters, they are replaced and a digest of both is appended. Two
 * instances never share an id, and an instance keeps its id.
 */
final class ForeignId {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern PLAIN_NODE = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int MAX = 128;
    private static final int MAX_READABLE = 80;

    private ForeignId() {}

    static String of(String consulId, String node) {
        String whole = consulId + "." + node;
        boolean plain =
                PLAIN.matcher(consulId).matches() && PLAIN_NODE.matcher(node).matches();
        if (plain && whole.length() <= MAX) {
            return whole;
        }
        String readable = whole.replaceAll("[^A-Za-z0-9_-]", "-");
        String digest = UUID.nameUUIDFromBytes((consulId + '\0' + node).getBytes(StandardCharsets.UTF_8))
                .toString();
        return readable.substring(0, Math.min(readable.length(), MAX_READABLE)) + "." + digest;
    }
}

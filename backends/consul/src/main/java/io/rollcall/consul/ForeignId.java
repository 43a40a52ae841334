package io.rollcall.consul;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of an instance that some other tool registered. Consul's ids are unique at one agent only, and are free text:
 * so the node belongs to the id, and where one of them has characters that an id may not have, a digest of both stands
 * for what was replaced. Two instances never share an id, and one keeps its id.
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

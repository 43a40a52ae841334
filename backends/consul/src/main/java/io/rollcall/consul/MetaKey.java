package io.rollcall.consul;

import java.util.regex.Pattern;

/**
 * Encodes metadata keys for Consul, which accepts {@code A-Za-z0-9_-} only and reserves the prefix {@code consul-}.
 * Keys that Consul accepts are unchanged. Any other character is replaced by {@code _x}, its code point in hexadecimal
 * and {@code _}: {@code port.grpc} is {@code port_x2E_grpc}. A {@code _x} in the key itself becomes {@code _x5F_x}, so
 * that the encoding is reversible.
 */
final class MetaKey {
    /** The prefix of the backend's own keys. */
    static final String OWN_PREFIX = "rollcall-";

    private static final String CONSULS_PREFIX = "consul-";
    private static final Pattern ENCODED = Pattern.compile("_x([0-9A-F]{1,6})_");

    private MetaKey() {}

    static String encode(String key) {
        boolean reserved = key.startsWith(CONSULS_PREFIX) || key.startsWith(OWN_PREFIX);
        StringBuilder encoded = new StringBuilder(key.length() + 8);
        for (int at = 0; at < key.length(); ) {
            int character = key.codePointAt(at);
            if (isPlain(character) && !key.startsWith("_x", at) && !(reserved && at == 0)) {
                encoded.append((char) character);
            } else {
                encoded.append("_x")
                        .append(Integer.toHexString(character).toUpperCase(java.util.Locale.ROOT))
                        .append('_');
            }
            at += Character.charCount(character);
        }
        return encoded.toString();
    }

    static String decode(String encoded) {
        return ENCODED.matcher(encoded).replaceAll(match -> {
            int character = Integer.parseInt(match.group(1), 16);
            String text = Character.isValidCodePoint(character) ? Character.toString(character) : match.group();
            return java.util.regex.Matcher.quoteReplacement(text);
        });
    }

    private static boolean isPlain(int character) {
        return character == '_'
                || character == '-'
                || (character >= '0' && character <= '9')
                || (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z');
    }
}

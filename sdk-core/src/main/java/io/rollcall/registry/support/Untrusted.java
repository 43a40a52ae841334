package io.rollcall.registry.support;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bounded reading of external content, and its sanitized form for messages. For backends. Threadsafe.
 *
 * @since 0.1
 */
public final class Untrusted {
    /** The largest body that is read, in bytes. */
    public static final int MAX_BODY = 32 << 20;

    private static final int MAX_LINE = 300;

    private Untrusted() {}

    /**
     * Reads all of {@code content}.
     *
     * @throws UnreadableException if it has more than {@code max} bytes
     */
    public static byte[] bytes(InputStream content, int max) throws IOException {
        byte[] bytes = content.readNBytes(max);
        if (bytes.length == max && content.read() >= 0) {
            throw new UnreadableException("the body is larger than " + max + " bytes");
        }
        return bytes;
    }

    /** Returns {@code text} in a form that is safe to log: at most 300 characters, without control characters. */
    public static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
    }
}

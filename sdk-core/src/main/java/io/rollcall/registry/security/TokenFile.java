package io.rollcall.registry.security;

import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token in a file that others renew. The content is compared, not the time of the last change: mounted secrets are
 * swapped by links, whose times say little.
 *
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is held while the small file is read.
 */
final class TokenFile implements Supplier<String> {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int MAX_BYTES = 16 << 10;

    private final Path file;
    private final TimeSource time;
    private @Nullable String token;
    private long readNanos;
    private boolean troubleTold;

    TokenFile(Path file, TimeSource time) {
        this.file = file;
        this.time = time;
        this.readNanos = time.nanoTime() - FRESH.toNanos();
    }

    @Override
    public synchronized String get() {
        String known = token;
        long now = time.nanoTime();
        if (known != null && now - readNanos < FRESH.toNanos()) {
            return known;
        }
        readNanos = now;
        try {
            known = read();
            token = known;
            troubleTold = false;
            return known;
        } catch (IOException e) {
            return orElse(known, e);
        }
    }

    /** The next one who asks gets what the file holds then. */
    synchronized void expire() {
        readNanos = time.nanoTime() - FRESH.toNanos();
    }

    private String read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            String content = new String(bytes, StandardCharsets.UTF_8).strip();
            if (bytes.length > MAX_BYTES || content.isEmpty()) {
                throw new IOException(
                        (content.isEmpty() ? "empty" : "too large") + " (expected: a token of at most 16 KiB)");
            }
            return content;
        }
    }

    private String orElse(@Nullable String known, IOException why) {
        if (known == null) {
            throw new CredentialsException(
                    "tokenFile: " + file
                            + " cannot be read. Next: Check that it is there and that this process may read" + " it.",
                    why);
        }
        if (!troubleTold) {
            troubleTold = true;
            LOG.warn("The token file {} cannot be read; the token before is shown on.", file, why);
        }
        return known;
    }
}

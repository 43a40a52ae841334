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
    private final TimeSource clock;
    private @Nullable LastGood<String> token;
    private long readNanos;

    TokenFile(Path file, TimeSource clock) {
        this.file = file;
        this.clock = clock;
        expire();
    }

    @Override
    public synchronized String get() {
        LastGood<String> known = token;
        long now = clock.nanoTime();
        if (known == null) {
            known = first();
            token = known;
            readNanos = now;
            return known.current();
        }
        if (now - readNanos < FRESH.toNanos()) {
            return known.current();
        }
        readNanos = now;
        return known.refresh(before -> read());
    }

    private LastGood<String> first() {
        try {
            return new LastGood<>(read(), LOG, "The token before stays in force");
        } catch (IllegalArgumentException e) {
            throw new CredentialsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The next call reads the file. */
    synchronized void expire() {
        readNanos = clock.nanoTime() - FRESH.toNanos();
    }

    private String read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            String content = new String(bytes, StandardCharsets.UTF_8).strip();
            if (bytes.length > MAX_BYTES || content.isEmpty()) {
                throw new IllegalArgumentException("tokenFile: " + file + " is "
                        + (content.isEmpty() ? "empty" : "too large") + " (expected: a token of at most 16 KiB)");
            }
            return content;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "tokenFile: " + file
                            + " cannot be read. Next: Check that it is there and that this process may read it.",
                    e);
        }
    }
}

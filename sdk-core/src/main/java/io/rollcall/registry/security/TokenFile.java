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
 * A token in a file that may be replaced. The content is compared, not the time of modification: mounted secrets are
 * replaced by symbolic links, whose times are not meaningful.
 *
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is held while the small file is read.
 */
final class TokenFile implements Supplier<String> {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final Duration MIN_READ_INTERVAL = Duration.ofSeconds(1);
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
        LastGood<String> last = token;
        long now = clock.nanoTime();
        if (last == null) {
            last = first();
            token = last;
            readNanos = now;
            return last.current();
        }
        if (now - readNanos < MIN_READ_INTERVAL.toNanos()) {
            return last.current();
        }
        readNanos = now;
        return last.refresh(previous -> read());
    }

    private LastGood<String> first() {
        try {
            return new LastGood<>(read(), LOG, "The previous token stays in force");
        } catch (IllegalArgumentException e) {
            throw new CredentialsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Makes the next call read the file. */
    synchronized void expire() {
        readNanos = clock.nanoTime() - MIN_READ_INTERVAL.toNanos();
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
                            + " cannot be read. Next: Check that it exists and that this process may read it.",
                    e);
        }
    }
}

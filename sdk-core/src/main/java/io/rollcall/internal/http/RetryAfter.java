package io.rollcall.internal.http;

import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** When an instance asks to be asked again (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private static final String HEADER = "Retry-After";

    private RetryAfter() {}

    /** How long to wait, zero if that moment is past, or null if it does not say or says nothing sensible. */
    static @Nullable Duration of(Response response, TimeSource time) {
        String told = response.header(HEADER);
        if (told == null) {
            return null;
        }
        if (told.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(told));
        }
        Instant date = response.headers().getInstant(HEADER);
        return date == null ? null : Duration.ofMillis(Math.max(0, date.toEpochMilli() - time.currentTimeMillis()));
    }
}

package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The response header {@code Retry-After} (RFC 9110, section 10.2.3).
 *
 * <p>OkHttp acts on one of its values by itself: after 503 with {@code Retry-After: 0} it sends the request again at
 * once, to the same instance, whatever the method, outside of all budgets. So a network interceptor hides a zero from
 * OkHttp, and {@link #restored} brings it back.
 */
final class RetryAfter {
    private static final String HEADER = "Retry-After";
    private static final String HIDDEN = "+";
    private static final int UNAVAILABLE = 503;

    private RetryAfter() {}

    /**
     * How long to wait before the instance is called again: zero if its date is past, or null without a valid header.
     */
    static @Nullable Duration of(Response response, TimeSource time) {
        String value = response.header(HEADER);
        if (value == null) {
            return null;
        }
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant date = response.headers().getInstant(HEADER);
        return date == null ? null : Duration.ofMillis(Math.max(0, date.toEpochMilli() - time.currentTimeMillis()));
    }

    /** The response as the instance sent it. */
    static Response restored(Response response) {
        if (response.code() != UNAVAILABLE) {
            return response;
        }
        @Nullable String value = response.header(HEADER);
        return value != null && value.startsWith(HIDDEN)
                ? response.newBuilder()
                        .header(HEADER, value.substring(HIDDEN.length()))
                        .build()
                : response;
    }

    /** The network interceptor that hides a zero from OkHttp. Stateless. */
    static final class Hiding implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            Response response = chain.proceed(chain.request());
            if (response.code() != UNAVAILABLE || chain.request().tag(ServiceInstance.class) == null) {
                return response;
            }
            String value = response.header(HEADER);
            return value != null && isZero(value)
                    ? response.newBuilder().header(HEADER, HIDDEN + value).build()
                    : response;
        }

        private static boolean isZero(String value) {
            return !value.isEmpty() && value.chars().allMatch(c -> c == '0');
        }
    }
}

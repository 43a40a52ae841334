package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from sending a request again by itself: after 503 with {@code Retry-After: 0} it does so at once, to the
 * same instance, whatever the method, and nobody counts it. As a network interceptor this hides such a zero from
 * OkHttp; {@link #shown} brings it back. Stateless.
 */
final class HeldRetryAfter implements Interceptor {
    private static final String HEADER = "Retry-After";
    private static final String HELD = "+";
    private static final int UNAVAILABLE = 503;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() != UNAVAILABLE || chain.request().tag(ServiceInstance.class) == null) {
            return response;
        }
        String told = response.header(HEADER);
        return told != null && isZero(told)
                ? response.newBuilder().header(HEADER, HELD + told).build()
                : response;
    }

    private static boolean isZero(String told) {
        return !told.isEmpty() && told.chars().allMatch(c -> c == '0');
    }

    /** The response as the instance gave it. */
    static Response shown(Response response) {
        if (response.code() != UNAVAILABLE) {
            return response;
        }
        @Nullable String told = response.header(HEADER);
        return told != null && told.startsWith(HELD)
                ? response.newBuilder()
                        .header(HEADER, told.substring(HELD.length()))
                        .build()
                : response;
    }
}

package io.rollcall.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * An interceptor that stands before the balancing one: it has run for the caller's call, so an attempt that is a call
 * of its own passes it by.
 */
record OncePerCall(Interceptor interceptor) implements Interceptor {

    static Interceptor of(Interceptor interceptor) {
        return interceptor instanceof OncePerCall ? interceptor : new OncePerCall(interceptor);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        return chain.call().tag(AttemptTarget.class) == null
                ? interceptor.intercept(chain)
                : chain.proceed(chain.request());
    }
}

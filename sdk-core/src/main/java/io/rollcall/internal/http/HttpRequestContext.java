package io.rollcall.internal.http;

import io.rollcall.model.RequestContext;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * An OkHttp request as routes see it: the attributes of its tag of type {@link RequestContext}, then its method, path,
 * query parameters and headers. Nothing is copied.
 */
record HttpRequestContext(Request request, @Nullable RequestContext tag) implements RequestContext {

    static HttpRequestContext of(Request request) {
        return new HttpRequestContext(request, request.tag(RequestContext.class));
    }

    @Override
    public @Nullable String attribute(String name) {
        String tagged = tag == null ? null : tag.attribute(name);
        return tagged != null ? tagged : own(name);
    }

    private @Nullable String own(String name) {
        if (name.equals(METHOD)) {
            return request.method();
        }
        if (name.equals(PATH)) {
            return request.url().encodedPath();
        }
        return name.startsWith(QUERY_PREFIX)
                ? request.url().queryParameter(name.substring(QUERY_PREFIX.length()))
                : request.header(name);
    }

    @Override
    public @Nullable String key() {
        return tag == null ? null : tag.key();
    }

    @Override
    public String toString() {
        return request.method() + " " + request.url().redact();
    }
}

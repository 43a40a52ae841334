package io.rollcall.internal.http;

import io.rollcall.model.RequestContext;
import java.io.IOException;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.OkHttp;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * An OkHttp request as routes see it: the attributes of its tag of type {@link RequestContext}, then its method, path,
 * query parameters and headers. Headers are those that the server will see, so the ones that OkHttp adds to a request
 * are among them: the cookie jar's {@code Cookie}, and what the body and the URL give. A header that is sent several
 * times is joined by commas, as Envoy does; a query parameter without a value is empty. Nothing is copied but that.
 *
 * @param cookies the client's cookie jar
 */
record HttpRequestContext(
        Request request, CookieJar cookies, @Nullable RequestContext tag) implements RequestContext {

    static HttpRequestContext of(Request request, CookieJar cookies) {
        return new HttpRequestContext(request, cookies, request.tag(RequestContext.class));
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
        return name.startsWith(QUERY_PREFIX) ? query(name.substring(QUERY_PREFIX.length())) : header(name);
    }

    private @Nullable String query(String name) {
        String value = request.url().queryParameter(name);
        return value == null && request.url().queryParameterNames().contains(name) ? "" : value;
    }

    private @Nullable String header(String name) {
        String added = added(name);
        if (added != null) {
            return added;
        }
        List<String> values = request.headers(name);
        return values.isEmpty() ? null : values.size() == 1 ? values.get(0) : String.join(",", values);
    }

    /** The value that OkHttp will set, or null if it leaves the header alone. */
    private @Nullable String added(String name) {
        return switch (name) {
            case "cookie" -> cookie();
            case "content-type" -> contentType();
            case "content-length" -> contentLength();
            case "host" -> request.header(name) == null ? request.url().host() : null;
            case "user-agent" -> request.header(name) == null ? "okhttp/" + OkHttp.VERSION : null;
            default -> null;
        };
    }

    private @Nullable String cookie() {
        List<Cookie> loaded = cookies.loadForRequest(request.url());
        if (loaded.isEmpty()) {
            return null;
        }
        return String.join(
                "; ",
                loaded.stream()
                        .map(cookie -> cookie.name() + "=" + cookie.value())
                        .toList());
    }

    private @Nullable String contentType() {
        RequestBody body = request.body();
        return body == null || body.contentType() == null ? null : String.valueOf(body.contentType());
    }

    private @Nullable String contentLength() {
        RequestBody body = request.body();
        try {
            return body == null || body.contentLength() < 0 ? null : Long.toString(body.contentLength());
        } catch (IOException e) {
            return null; // The call will fail with it.
        }
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

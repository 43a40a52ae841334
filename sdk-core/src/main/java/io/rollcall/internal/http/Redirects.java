package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Follows redirects of instances, and to services, by OkHttp's rules for which request comes next. A redirect is a
 * complete response of the instance that sent it; its target is a call of its own, balanced if it is a service.
 *
 * <p>OkHttp would follow them inside of the attempt, where every failure looks like the instance's. So a network
 * interceptor hides their {@code Location} behind a scheme that OkHttp does not follow, and {@link #restored} brings it
 * back.
 */
final class Redirects {
    private static final String HEADER = "Location";
    private static final String HIDDEN = "rollcall-hidden:";
    /** OkHttp's own limit. */
    private static final int MAX_FOLLOW_UPS = 20;

    private Redirects() {}

    /** Sends a request, to a service or not. */
    interface Sender {
        Response send(Request request) throws IOException;
    }

    /** The response to the chain's request, and to all that it is redirected to. */
    static Response follow(Interceptor.Chain chain, ServiceHosts hosts, Sender sender) throws IOException {
        Request request = chain.request();
        Response response = sender.send(request);
        for (int followUps = 1; true; followUps++) {
            // An instance's scheme may differ from the caller's, and OkHttp may have followed others by itself.
            Request sent = hosts.serviceOf(request.url()) == null ? response.request() : request;
            Request next = next(sent, response, chain);
            if (next == null) {
                return response;
            }
            response.close();
            if (followUps > MAX_FOLLOW_UPS) {
                throw new ProtocolException("Too many follow-up requests: " + followUps);
            }
            request = next;
            response = withPrior(sender.send(next), withoutBody(response));
        }
    }

    private static @Nullable Request next(Request sent, Response response, Interceptor.Chain chain) {
        String location = response.header(HEADER);
        if (!isRedirect(response) || location == null || !chain.getFollowRedirects()) {
            return null;
        }
        HttpUrl url = sent.url().resolve(location);
        if (url == null || (!url.scheme().equals(sent.url().scheme()) && !chain.getFollowSslRedirects())) {
            return null;
        }
        Request next = redirected(sent, response.code(), url);
        RequestBody body = next.body();
        return body != null && body.isOneShot() ? null : next;
    }

    private static Request redirected(Request sent, int status, HttpUrl url) {
        Request.Builder builder = sent.newBuilder().url(url).tag(ServiceInstance.class, null);
        boolean keepsMethod = status == 307 || status == 308 || sent.method().equals("PROPFIND");
        if (!keepsMethod && !sent.method().equals("GET") && !sent.method().equals("HEAD")) {
            builder.method("GET", null)
                    .removeHeader("Transfer-Encoding")
                    .removeHeader("Content-Length")
                    .removeHeader("Content-Type");
        }
        if (!isSameOrigin(sent.url(), url)) {
            builder.removeHeader("Authorization");
        }
        return builder.build();
    }

    private static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
        return one.host().equals(other.host())
                && one.port() == other.port()
                && one.scheme().equals(other.scheme());
    }

    private static boolean isRedirect(Response response) {
        return switch (response.code()) {
            case 300, 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static Response withPrior(Response response, Response prior) {
        Response between = response.priorResponse();
        return response.newBuilder()
                .priorResponse(between == null ? prior : withPrior(between, prior))
                .build();
    }

    private static Response withoutBody(Response response) {
        return response.newBuilder()
                .body(ResponseBody.create(new byte[0], response.body().contentType()))
                .build();
    }

    /** The response as the server sent it. */
    static Response restored(Response response) {
        String location = response.header(HEADER);
        return location != null && location.startsWith(HIDDEN)
                ? response.newBuilder()
                        .header(HEADER, location.substring(HIDDEN.length()))
                        .build()
                : response;
    }

    /** The network interceptor that hides redirects of instances, and to services, from OkHttp. Immutable. */
    record Hiding(ServiceHosts hosts) implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            Response response = chain.proceed(chain.request());
            String location = response.header(HEADER);
            if (location == null || !isRedirect(response)) {
                return response;
            }
            HttpUrl url = chain.request().url().resolve(location);
            boolean hidden =
                    chain.request().tag(ServiceInstance.class) != null || (url != null && hosts.serviceOf(url) != null);
            return hidden
                    ? response.newBuilder().header(HEADER, HIDDEN + location).build()
                    : response;
        }
    }
}

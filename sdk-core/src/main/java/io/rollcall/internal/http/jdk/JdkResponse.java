package io.rollcall.internal.http.jdk;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A response with its body.
 *
 * @param uri the final URI, after redirects
 * @param previousResponse the redirect that led to it
 */
record JdkResponse<T>(
        HttpRequest request,
        int statusCode,
        HttpHeaders headers,
        @Nullable T body,
        URI uri,
        Version version,
        Optional<HttpResponse<T>> previousResponse)
        implements HttpResponse<T> {

    static <T> JdkResponse<T> of(HttpRequest request, Response response, @Nullable T body) {
        Response before = response.priorResponse();
        return new JdkResponse<>(
                request,
                response.code(),
                JdkResponseInfo.headersOf(response),
                body,
                response.request().url().uri(),
                JdkResponseInfo.versionOf(response),
                before == null ? Optional.empty() : Optional.of(of(request, before, null)));
    }

    /** Empty: OkHttp does not expose it. */
    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }
}

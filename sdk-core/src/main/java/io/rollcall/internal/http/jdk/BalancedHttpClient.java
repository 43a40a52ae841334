package io.rollcall.internal.http.jdk;

import io.rollcall.model.RequestContext;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} for code that is written against the JDK's, whose calls are made by an OkHttp client that
 * balances: retries, deadlines, names in certificates and outcomes are the same for both.
 *
 * <p>What differs from the JDK's implementation: redirects, proxies, cookies, TLS, authentication and protocols are the
 * OkHttp client's, and {@link #sslContext()} is not known; a request's {@code version} is ignored; {@code GET} and
 * {@code HEAD} take no body; there are no push promises and no WebSocket builder. A body whose length is not known in
 * advance counts as one that cannot be sent twice.
 *
 * <p>Threadsafe. It owns nothing: it ends with the OkHttp client.
 */
public final class BalancedHttpClient extends HttpClient {
    private final OkHttpClient client;
    private final @Nullable RequestContext context;

    private BalancedHttpClient(OkHttpClient client, @Nullable RequestContext context) {
        this.client = client;
        this.context = context;
    }

    /** A client that calls through {@code client}. */
    public static BalancedHttpClient over(OkHttpClient client) {
        return new BalancedHttpClient(client, null);
    }

    /** The same client for calls with these attributes and this key for routes, in addition to the request's own. */
    public BalancedHttpClient with(RequestContext context) {
        return new BalancedHttpClient(client, context);
    }

    /**
     * Sends {@code request} and waits for the response, with the body that {@code handler} makes of it.
     *
     * @throws java.net.http.HttpTimeoutException if the response does not begin within the request's timeout
     * @throws io.rollcall.http.ServiceCallException if no instance could be reached
     * @throws IOException if the call fails otherwise
     * @throws IllegalArgumentException if the request has a URL that is not http or https, or a body its method cannot
     *     have
     */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> response = sendAsync(request, handler);
        try {
            return response.get();
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw JdkFailures.toThrow(e.getCause());
        }
    }

    /** Sends {@code request} without waiting. Cancelling the future cancels the call. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        Request.Builder builder =
                new Request.Builder().url(request.uri().toString()).method(request.method(), PublishedBody.of(request));
        headers(request, builder);
        if (context != null) {
            builder.tag(RequestContext.class, context);
        }
        Exchange<T> exchange = new Exchange<>(client.newCall(builder.build()), request, handler);
        exchange.start();
        return exchange;
    }

    /** As without {@code pushes}: nothing is pushed. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    private static void headers(HttpRequest request, Request.Builder builder) {
        HttpHeaders headers = request.headers();
        headers.map().forEach((name, values) -> values.forEach(value -> builder.addHeader(name, value)));
        if (request.expectContinue()) {
            builder.header("Expect", "100-continue");
        }
    }

    /** Empty: cookies are the OkHttp client's. */
    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        int millis = client.connectTimeoutMillis();
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    @Override
    public Redirect followRedirects() {
        if (!client.followRedirects()) {
            return Redirect.NEVER;
        }
        return client.followSslRedirects() ? Redirect.ALWAYS : Redirect.NORMAL;
    }

    /** The OkHttp client's own selector, for calls that are not to a service. */
    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.of(client.proxySelector());
    }

    /**
     * Not known: OkHttp keeps socket factories only.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public SSLContext sslContext() {
        throw new UnsupportedOperationException(
                "sslContext: not known. Next: take it from where the OkHttp client was built.");
    }

    /** The platform's defaults. */
    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    /** Empty: authentication is the OkHttp client's. */
    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return client.protocols().contains(Protocol.HTTP_2) ? Version.HTTP_2 : Version.HTTP_1_1;
    }

    /** The executor of the OkHttp client's dispatcher. */
    @Override
    public Optional<Executor> executor() {
        return Optional.of(client.dispatcher().executorService());
    }
}

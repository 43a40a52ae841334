package io.rollcall.http.balancing;

import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Leads calls that are one attempt each to their instance, with everything that their caller's own call has: timeouts,
 * connection pool, cookies, TLS. Stateless.
 */
final class DirectedInterceptor implements Interceptor {

    /** Where an attempt goes, as a tag of its call. */
    record Directions(ServiceInstance instance, String service, Interceptor.Chain caller) {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        Directions directions = chain.call().tag(Directions.class);
        if (directions == null) {
            throw new IllegalStateException("The request has no directions: " + chain.request());
        }
        return InstanceRoute.to(directions.instance(), directions.service(), like(directions.caller(), chain))
                .proceed(chain.request());
    }

    private static Chain like(Chain caller, Chain chain) {
        Chain same = chain.withConnectTimeout(caller.connectTimeoutMillis(), TimeUnit.MILLISECONDS)
                .withReadTimeout(caller.readTimeoutMillis(), TimeUnit.MILLISECONDS)
                .withWriteTimeout(caller.writeTimeoutMillis(), TimeUnit.MILLISECONDS)
                .withConnectionPool(caller.getConnectionPool())
                .withDns(caller.getDns())
                .withCache(caller.getCache())
                .withCookieJar(caller.getCookieJar())
                .withAuthenticator(caller.getAuthenticator())
                .withHostnameVerifier(caller.getHostnameVerifier());
        SSLSocketFactory sockets = caller.getSslSocketFactoryOrNull();
        if (sockets != chain.getSslSocketFactoryOrNull()) {
            same = same.withSslSocketFactory(sockets, caller.getX509TrustManagerOrNull());
        }
        return same.withCertificatePinner(caller.getCertificatePinner());
    }
}

package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes that is one attempt, as a tag of that call.
 *
 * @param instance the instance to call
 * @param service the service's name as the URL has it
 * @param request what is sent: as the interceptors before made it
 * @param caller the chain of the call that this is an attempt of
 */
record AttemptTarget(ServiceInstance instance, String service, Request request, Interceptor.Chain caller) {

    /** The target of {@code call}, or null if it is a caller's call. */
    static @Nullable AttemptTarget of(Call call) {
        return call.tag(AttemptTarget.class);
    }

    /**
     * {@code interceptor} for callers' calls only. It comes before the balancing one and has run for the caller's call,
     * so an attempt that is a call of its own skips it.
     */
    static Interceptor oncePerCall(Interceptor interceptor) {
        return interceptor instanceof OncePerCall ? interceptor : new OncePerCall(interceptor);
    }

    /**
     * Proceeds with what interceptors before have set for the caller's call: timeouts, connection pool, cookies, TLS.
     */
    Response proceed(Interceptor.Chain chain) throws IOException {
        return InstanceRoute.to(instance, service, likeTheCallers(chain)).proceed(request);
    }

    private Interceptor.Chain likeTheCallers(Interceptor.Chain chain) {
        Interceptor.Chain same = chain.withConnectTimeout(caller.connectTimeoutMillis(), TimeUnit.MILLISECONDS)
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

    private record OncePerCall(Interceptor interceptor) implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            return of(chain.call()) == null ? interceptor.intercept(chain) : chain.proceed(chain.request());
        }
    }
}

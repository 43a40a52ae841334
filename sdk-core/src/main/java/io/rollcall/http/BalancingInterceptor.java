package io.rollcall.http;

import io.rollcall.time.TimeSource;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Balances calls to services and lets all others through. Threadsafe. */
final class BalancingInterceptor implements Interceptor {
    private final ServiceHosts hosts;
    private final Chooser chooser;
    private final TimeSource time;

    BalancingInterceptor(ServiceHosts hosts, Chooser chooser, TimeSource time) {
        this.hosts = hosts;
        this.chooser = chooser;
        this.time = time;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        String service = hosts.serviceOf(chain.request().url());
        return service == null
                ? chain.proceed(chain.request())
                : new BalancedCall(service, chain, chooser, time).execute();
    }
}

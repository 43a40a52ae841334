package io.rollcall.internal.http;

import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.registry.RegistryException;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Balances calls to services and lets all others through. Threadsafe. */
final class BalancingInterceptor implements Interceptor {
    private final ServiceHosts hosts;
    private final Balancers balancers;
    private final BalancedClients clients;

    BalancingInterceptor(ServiceHosts hosts, Balancers balancers, BalancedClients clients) {
        this.hosts = hosts;
        this.balancers = balancers;
        this.clients = clients;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        AttemptTarget directions = chain.call().tag(AttemptTarget.class);
        if (directions != null) {
            return directions.lead(chain);
        }
        String service = hosts.serviceOf(chain.request().url());
        return service == null
                ? chain.proceed(chain.request())
                : new BalancedCall(new CallContext(balancer(service), chain, clients)).execute();
    }

    private LoadBalancer balancer(String service) throws ServiceCallException {
        try {
            return balancers.of(service);
        } catch (RegistryException | IllegalStateException e) {
            throw new ServiceCallException(service, String.valueOf(e.getMessage()), e);
        }
    }
}

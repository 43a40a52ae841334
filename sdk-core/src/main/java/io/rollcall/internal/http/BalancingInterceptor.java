package io.rollcall.internal.http;

import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.registry.RegistryException;
import java.io.IOException;
import java.util.function.Function;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Balances calls to services; all others proceed unchanged. Threadsafe. */
final class BalancingInterceptor implements Interceptor {
    private final ServiceHosts hosts;
    private final Function<String, LoadBalancer> balancers;
    private final BalancedClients clients;

    BalancingInterceptor(ServiceHosts hosts, Function<String, LoadBalancer> balancers, BalancedClients clients) {
        this.hosts = hosts;
        this.balancers = balancers;
        this.clients = clients;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        AttemptTarget target = AttemptTarget.of(chain.call());
        if (target != null) {
            return target.proceed(chain);
        }
        return Redirects.follow(chain, hosts, request -> send(request, chain));
    }

    private Response send(Request request, Chain chain) throws IOException {
        String service = hosts.serviceOf(request.url());
        return service == null
                ? Redirects.restored(chain.proceed(request))
                : new BalancedCall(new CallContext(request, balancer(service), chain, clients)).execute();
    }

    private LoadBalancer balancer(String service) throws ServiceCallException {
        try {
            return balancers.apply(service);
        } catch (RegistryException | IllegalStateException e) {
            throw new ServiceCallException(service, String.valueOf(e.getMessage()), e);
        }
    }
}

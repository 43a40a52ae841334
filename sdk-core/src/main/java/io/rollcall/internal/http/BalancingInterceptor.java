package io.rollcall.internal.http;

import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.registry.RegistryException;
import java.io.IOException;
import java.net.UnknownHostException;
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
        return service == null ? plain(request, chain) : balanced(request, service, chain);
    }

    private Response balanced(Request request, String service, Chain chain) throws IOException {
        LoadBalancer balancer = balancer(service);
        try {
            return balanced(request, balancer, chain);
        } catch (ServiceCallException e) {
            boolean unknown = e.getCause() instanceof NoInstanceException
                    && balancer.snapshot().instances().isEmpty();
            String other = unknown ? hosts.learn(request.url().host()) : null;
            if (other == null || other.equals(service)) {
                throw e;
            }
            return balanced(request, balancer(other), chain);
        }
    }

    private Response balanced(Request request, LoadBalancer balancer, Chain chain) throws IOException {
        return new BalancedCall(new CallContext(request, balancer, chain, clients)).execute();
    }

    private Response plain(Request request, Chain chain) throws IOException {
        try {
            return Redirects.restored(chain.proceed(request));
        } catch (UnknownHostException e) {
            if (hosts.isServiceWithPort(request.url())) {
                throw withPort(request, e);
            }
            String service = hosts.learnedServiceOf(request.url());
            if (service == null) {
                throw e;
            }
            return balanced(request, balancer(service), chain);
        }
    }

    private static UnknownHostException withPort(Request request, UnknownHostException e) {
        String host = request.url().host();
        UnknownHostException explained = new UnknownHostException(host
                + ": the URL has a port (" + request.url().port() + "), so it names a socket of a host in DNS, and no"
                + " service. Next: call " + request.url().scheme() + "://" + host
                + "/ to have the service balanced, or build with portInUrl(PortInUrl.IGNORE).");
        explained.initCause(e);
        return explained;
    }

    private LoadBalancer balancer(String service) throws ServiceCallException {
        try {
            return balancers.apply(service);
        } catch (RegistryException | IllegalStateException e) {
            throw new ServiceCallException(service, String.valueOf(e.getMessage()), e);
        }
    }
}

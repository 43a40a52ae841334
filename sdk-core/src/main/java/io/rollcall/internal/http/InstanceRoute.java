package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import java.net.Proxy;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import okhttp3.Interceptor;

/**
 * Leads a call to an instance without touching its URL. Proxies are for the world outside and are not used.
 *
 * <p>An instance's certificate is checked against the service's name, or against the name in its metadata
 * {@value #TLS_NAME}: its address never counts, since anything could listen there.
 */
final class InstanceRoute {
    static final String TLS_NAME = "tls.name";

    private InstanceRoute() {}

    static Interceptor.Chain to(ServiceInstance instance, String service, Interceptor.Chain chain) {
        Interceptor.Chain led = chain.withDns(
                        new InstanceDns(service, instance.host(), instance.port(), chain.getDns()))
                .withSocketFactory(new InstanceSockets(service, instance.port()))
                .withProxy(Proxy.NO_PROXY)
                .withRetryOnConnectionFailure(false);
        String certified = instance.metadata(TLS_NAME);
        return certified == null || !instance.secure()
                ? led
                : led.withHostnameVerifier(new CertifiedName(service, certified, chain.getHostnameVerifier()));
    }

    /** Equal for equal names, so that connections are shared. */
    private record CertifiedName(String service, String certified, HostnameVerifier usual) implements HostnameVerifier {
        @Override
        public boolean verify(String hostname, SSLSession session) {
            return usual.verify(hostname.equals(service) ? certified : hostname, session);
        }
    }
}

package io.rollcall.internal.http;

import io.rollcall.internal.address.IpLiteral;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import okhttp3.Dns;
import okhttp3.Interceptor;

/**
 * Directs a call to an instance without touching its URL, so that cookies, caches, redirects, the Host header and the
 * name in the certificate are the service's. Proxies are for other hosts and are not used.
 *
 * <p>An instance's certificate is checked against the service's name, or against the name in its metadata
 * {@value #TLS_NAME}; never against its address, where anything could listen.
 */
final class InstanceRoute {
    static final String TLS_NAME = "tls.name";

    private InstanceRoute() {}

    static Interceptor.Chain to(ServiceInstance instance, String service, Interceptor.Chain chain) {
        Interceptor.Chain directed = chain.withDns(dns(instance, service, chain.getDns()))
                .withSocketFactory(new InstanceSocketFactory(service, instance.port()))
                .withProxy(Proxy.NO_PROXY)
                .withRetryOnConnectionFailure(false);
        String certified = instance.metadata(TLS_NAME);
        return certified == null || !instance.secure()
                ? directed
                : directed.withHostnameVerifier(new CertifiedName(service, certified, chain.getHostnameVerifier()));
    }

    /** Resolves {@code service} to the addresses of {@code instance}, and every other host as {@code usual} does. */
    static Dns dns(ServiceInstance instance, String service, Dns usual) {
        return new InstanceDns(service, instance.host(), instance.port(), usual);
    }

    /**
     * OkHttp shares connections between calls of equal Dns only, so each instance has connections of its own.
     *
     * @param port the instance's port; what distinguishes instances on one host
     */
    private record InstanceDns(String service, String host, int port, Dns usual) implements Dns {
        @Override
        public List<InetAddress> lookup(String hostname) throws UnknownHostException {
            if (!hostname.equals(service)) {
                return usual.lookup(hostname);
            }
            List<InetAddress> addresses =
                    IpLiteral.hasForm(host) ? List.of(InetAddress.getByName(host)) : usual.lookup(host);
            List<InetAddress> named = new ArrayList<>(addresses.size());
            for (InetAddress address : addresses) {
                named.add(InetAddress.getByAddress(service, address.getAddress()));
            }
            return named;
        }
    }

    /** Makes sockets that connect to the instance's port in place of the URL's. */
    private static final class InstanceSocketFactory extends SocketFactory {
        private final String service;
        private final int port;

        private InstanceSocketFactory(String service, int port) {
            this.service = service;
            this.port = port;
        }

        @Override
        public Socket createSocket() {
            return new InstanceSocket();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return new Socket(host, port, localHost, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return new Socket(host, port, localHost, localPort);
        }

        private final class InstanceSocket extends Socket {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                super.connect(retargeted(endpoint), timeout);
            }

            private SocketAddress retargeted(SocketAddress endpoint) {
                return endpoint instanceof InetSocketAddress address
                                && address.getAddress() != null
                                && address.getHostString().equals(service)
                        ? new InetSocketAddress(address.getAddress(), port)
                        : endpoint;
            }
        }
    }

    /** Equal for equal names, so that connections are shared. */
    private record CertifiedName(String service, String certified, HostnameVerifier usual) implements HostnameVerifier {
        @Override
        public boolean verify(String hostname, SSLSession session) {
            return usual.verify(hostname.equals(service) ? certified : hostname, session);
        }
    }
}

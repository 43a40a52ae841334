package io.rollcall.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Makes sockets that go to the instance's port where the URL's is asked for. The URL itself stays as the caller wrote
 * it, so that cookies, caches, redirects, the Host header and the name in the certificate are the service's.
 */
final class InstanceSockets extends SocketFactory {
    private final String service;
    private final int port;

    InstanceSockets(String service, int port) {
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
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return new Socket(host, port, localHost, localPort);
    }

    /** Connects to the instance where its service is named. */
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

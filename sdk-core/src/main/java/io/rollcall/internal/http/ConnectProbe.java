package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import okhttp3.Dns;

/**
 * Tries whether an instance can be connected to. Immutable.
 *
 * @param service the service's name as the URL has it
 * @param dns resolves that name to the instance
 * @param timeoutMillis 0 for none
 */
record ConnectProbe(ServiceInstance instance, String service, Dns dns, int timeoutMillis) {

    static ConnectProbe of(ServiceInstance instance, CallContext call) {
        String service = call.request().url().host();
        Dns dns = InstanceRoute.dns(instance, service, call.chain().getDns());
        return new ConnectProbe(instance, service, dns, call.chain().connectTimeoutMillis());
    }

    /** Connects and disconnects; true if that works. Blocks. */
    boolean connects() {
        try (Socket socket = new Socket()) {
            InetAddress address = dns.lookup(service).get(0);
            socket.connect(new InetSocketAddress(address, instance.port()), timeoutMillis);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
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

    /** Connects to one address of the instance after the other; true if one of them works. Blocks. */
    boolean connects() {
        try {
            return dns.lookup(service).stream().anyMatch(this::connectsTo);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean connectsTo(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, instance.port()), timeoutMillis);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

package io.rollcall.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Dns;

/**
 * Resolves a service's name to one instance, and every other host, such as one that a redirect leads to, as usual.
 * OkHttp shares connections between calls of equal Dns only, so each instance has connections of its own.
 *
 * @param service the service's name as the URL has it
 * @param host the instance's host name or address
 * @param port the instance's port; what tells instances on one host apart
 * @param usual resolves names
 */
record InstanceDns(String service, String host, int port, Dns usual) implements Dns {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        if (!hostname.equals(service)) {
            return usual.lookup(hostname);
        }
        List<InetAddress> addresses =
                ADDRESS.matcher(host).matches() ? List.of(InetAddress.getByName(host)) : usual.lookup(host);
        List<InetAddress> named = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            named.add(InetAddress.getByAddress(service, address.getAddress()));
        }
        return named;
    }
}

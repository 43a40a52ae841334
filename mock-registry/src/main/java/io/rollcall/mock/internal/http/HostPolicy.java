package io.rollcall.mock.internal.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which names a client may call the registry by. A web page can make its own domain resolve to the registry's address
 * (DNS rebinding), and is then of the same origin as the registry; but its requests name that domain in {@code Host}.
 * So only names that no stranger's domain can have are allowed: IP addresses, {@code localhost}, the host that the
 * registry listens on, and configured ones. Immutable.
 */
final class HostPolicy {
    /** In place of a name: every name is allowed. */
    static final String ANY = "*";

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
    private static final int SHOWN = 100;

    private final Set<String> names;

    /**
     * Allows these names besides IP addresses and localhost.
     *
     * @param names without ports; {@link #ANY} allows every name
     */
    HostPolicy(Collection<String> names) {
        this.names = names.stream().map(HostPolicy::normalized).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @throws ProblemException if the request names a host that is not allowed */
    void check(HttpServerExchange exchange) {
        HeaderValues hosts = exchange.getRequestHeaders().get(Headers.HOST);
        // HTTP/1.0 has no Host, and no browser speaks it.
        if (hosts == null || hosts.size() == 1 && allows(hosts.getFirst())) {
            return;
        }
        String rule = "an IP address, localhost or an allowed host";
        throw new ProblemException(new ProblemDetail(
                ProblemDetail.Kind.UNKNOWN_HOST,
                "Host: " + shown(String.join(", ", hosts)) + " (expected: " + rule + ")",
                "Host",
                rule,
                "Call the registry by its IP address, or start it with --allowed-host (in Java: allowedHosts) and this"
                        + " name."));
    }

    private boolean allows(String header) {
        String host = normalized(PORT.matcher(header).replaceFirst(""));
        return IPV4.matcher(host).matches()
                || IPV6.matcher(host).matches()
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || names.contains(host)
                || names.contains(ANY);
    }

    private static String normalized(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String shown(String hosts) {
        String printable = hosts.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
    }
}

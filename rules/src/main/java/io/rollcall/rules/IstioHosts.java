package io.rollcall.rules;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The service of a host: its first label, so that {@code user-service} and {@code user-service.prod.svc.cluster.local}
 * are {@code user-service}. Two long names that would become one service are a problem. Not threadsafe.
 */
final class IstioHosts {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");

    private final Map<String, String> longNames = new HashMap<>();

    void service(Value host, Consumer<String> taker) {
        host.text("a host name", text -> {
            int dot = text.indexOf('.');
            String service = dot < 0 ? text : text.substring(0, dot);
            if (!LABEL.matcher(service).matches()) {
                host.expected("a service's name, short or with its domain; wildcards and addresses are not supported");
                return;
            }
            String other = dot < 0 ? text : longNames.getOrDefault(service, text);
            if (!other.equals(text)) {
                host.expected("one host for the service " + service + ", which is the first label of "
                        + Problems.printable(other) + " too; put them into two files");
                return;
            }
            if (dot >= 0) {
                longNames.put(service, text);
            }
            taker.accept(service);
        });
    }
}

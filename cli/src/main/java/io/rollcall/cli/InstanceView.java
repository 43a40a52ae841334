package io.rollcall.cli;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An instance in the output of commands. Its components are the keys of {@code --json}. */
record InstanceView(
        String id,
        String service,
        String host,
        int port,
        boolean secure,
        InstanceStatus status,
        @Nullable String version,
        @Nullable String env,
        @Nullable String zone,
        int weight,
        long generation,
        long registeredAt,
        Map<String, String> metadata) {

    static InstanceView of(ServiceInstance i) {
        return new InstanceView(
                i.id(),
                i.service(),
                i.host(),
                i.port(),
                i.secure(),
                i.status(),
                i.version(),
                i.env(),
                i.zone(),
                i.weight(),
                i.generation(),
                i.registeredAt(),
                new TreeMap<>(i.metadata()));
    }

    static Table table(List<ServiceInstance> instances) {
        Table table = new Table("INSTANCE", "ADDRESS", "STATUS", "VERSION", "ENV", "ZONE", "WEIGHT", "MORE");
        for (ServiceInstance i : instances) {
            table.row(
                    i.id(),
                    (i.secure() ? "https://" : "") + i.authority(),
                    i.status(),
                    orDash(i.version()),
                    orDash(i.env()),
                    orDash(i.zone()),
                    i.weight(),
                    more(i));
        }
        return table;
    }

    /** On one line: {@code u-1 10.0.0.5:8080 UP 1.4.0 prod}. */
    static String line(ServiceInstance i) {
        return i.id() + " " + i.authority() + " " + i.status() + " " + new TreeMap<>(i.metadata());
    }

    private static String more(ServiceInstance instance) {
        List<String> shown = List.of("version", "env", "zone", "weight");
        return new TreeMap<>(instance.metadata())
                .entrySet().stream()
                        .filter(entry -> !shown.contains(entry.getKey()))
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static String orDash(@Nullable String value) {
        return value == null ? "-" : value;
    }
}

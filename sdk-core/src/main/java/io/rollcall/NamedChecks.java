package io.rollcall;

import io.rollcall.health.HealthCheck;
import io.rollcall.health.HealthCheck.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Health checks, each with a name of its own and from whatever a user has at hand. Not threadsafe. */
final class NamedChecks {
    private final Map<String, HealthCheck> byName = new LinkedHashMap<>();

    void add(String name, HealthCheck check) {
        if (byName.putIfAbsent(name, check) != null) {
            throw taken(name);
        }
    }

    void add(String name, HealthCheck.Ping check) {
        add(name, () -> {
            check.ping();
            return Verdict.up();
        });
    }

    void add(String name, HealthCheck.Condition check) {
        add(name, () -> check.holds() ? Verdict.up() : Verdict.down("returned false"));
    }

    /** In the order in which they were added. */
    Map<String, HealthCheck> byName() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    static IllegalArgumentException taken(String name) {
        return new IllegalArgumentException("healthCheck: \"" + name + "\" is there already (expected: other names)");
    }
}

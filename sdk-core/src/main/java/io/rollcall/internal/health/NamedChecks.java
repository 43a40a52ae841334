package io.rollcall.internal.health;

import io.rollcall.health.HealthCheck;
import io.rollcall.health.HealthCheck.Result;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Health checks by unique names, in each of the forms that a builder takes. Not threadsafe. */
public final class NamedChecks {
    private final Map<String, HealthCheck> byName = new LinkedHashMap<>();

    /** Without checks. */
    public NamedChecks() {}

    /** @throws IllegalArgumentException if the name is taken */
    public void add(String name, HealthCheck check) {
        if (byName.putIfAbsent(name, check) != null) {
            throw taken(name);
        }
    }

    /** A check that is up unless it throws. */
    public void add(String name, HealthCheck.Ping check) {
        add(name, () -> {
            check.ping();
            return Result.up();
        });
    }

    /** A check that is up if it returns true. */
    public void add(String name, HealthCheck.Condition check) {
        add(name, () -> check.holds() ? Result.up() : Result.down("returned false"));
    }

    /** An unmodifiable copy, in the order in which they were added. */
    public Map<String, HealthCheck> byName() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** The error for a name that two checks have. */
    public static IllegalArgumentException taken(String name) {
        return new IllegalArgumentException("healthCheck: \"" + name + "\" is there already (expected: other names)");
    }
}

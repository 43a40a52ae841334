package io.rollcall.internal.health;

import io.rollcall.health.HealthCheck;
import io.rollcall.health.HealthCheck.Result;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Health checks by unique name, in all forms that a builder accepts. Not threadsafe. */
public final class NamedChecks {
    private final Map<String, HealthCheck> byName = new LinkedHashMap<>();

    /** Contains no checks. */
    public NamedChecks() {}

    /** @throws IllegalArgumentException if the name is taken */
    public void add(String name, HealthCheck check) {
        if (byName.putIfAbsent(name, check) != null) {
            throw taken(name);
        }
    }

    /** Adds a check that is up unless it throws. */
    public void add(String name, HealthCheck.Ping check) {
        add(name, () -> {
            check.ping();
            return Result.up();
        });
    }

    /** Adds a check that is up if it returns true. */
    public void add(String name, HealthCheck.Condition check) {
        add(name, () -> check.holds() ? Result.up() : Result.down("returned false"));
    }

    /** An unmodifiable copy, in the order in which they were added. */
    public Map<String, HealthCheck> byName() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** The exception for a name that is in use. */
    public static IllegalArgumentException taken(String name) {
        return new IllegalArgumentException("healthCheck: \"" + name + "\" is in use (expected: a unique name)");
    }
}

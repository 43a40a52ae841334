package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.RegisteredInstance;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Selects instances by a query such as {@code ?version=2.0.0&env=prod&status=UP}: every name has to match, and a name
 * that is given more than once matches any of its values. {@code status} is the instance's status, every other name a
 * metadata key.
 */
record InstanceFilter(Map<String, ? extends Collection<String>> criteria) implements Predicate<RegisteredInstance> {

    static InstanceFilter of(Map<String, Deque<String>> query) {
        Deque<String> statuses = query.get("status");
        if (statuses != null) {
            statuses.forEach(JsonReader::status);
        }
        return new InstanceFilter(query);
    }

    boolean matchesAll() {
        return criteria.isEmpty();
    }

    @Override
    public boolean test(RegisteredInstance instance) {
        return criteria.entrySet().stream().allMatch(entry -> {
            String value = value(instance, entry.getKey());
            return value != null && entry.getValue().contains(value);
        });
    }

    private static @Nullable String value(RegisteredInstance instance, String name) {
        return name.equals("status")
                ? instance.status().name()
                : instance.metadata().get(name);
    }
}

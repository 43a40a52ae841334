package io.rollcall.rules;

import io.rollcall.rules.Tree.Entry;
import io.rollcall.rules.Tree.Mapping;
import io.rollcall.rules.Tree.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The entries of a mapping by key. Duplicate keys, and keys that are not read, are problems. Not threadsafe. */
final class Fields {
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_/-]+");

    private final Value owner;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();
    private final TreeSet<String> refused = new TreeSet<>();

    Fields(Value owner, Mapping mapping) {
        this.owner = owner;
        for (Entry entry : mapping.entries()) {
            String key = entry.key().text();
            Place before = places.putIfAbsent(key, entry.key().place());
            if (before == null) {
                values.put(key, new Value(entry.value(), pathOf(key), owner.problems()));
            } else {
                problem(
                        entry.key().place(),
                        key,
                        "is there twice (expected: once; the first is in line " + before.line() + ")");
            }
        }
    }

    /** The mapping itself. */
    Value owner() {
        return owner;
    }

    boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /** The value of {@code key}, or null. */
    @Nullable
    Value get(String key) {
        known.add(key);
        return values.get(key);
    }

    /** Reads {@code key} if it is there. */
    Fields read(String key, Consumer<Value> reader) {
        Value value = get(key);
        if (value != null) {
            reader.accept(value);
        }
        return this;
    }

    /** Reads {@code key}, which must be there. */
    Fields need(String key, Consumer<Value> reader) {
        if (!has(key)) {
            owner.problem("has no " + key + " (expected: " + key + ")");
        }
        return read(key, reader);
    }

    /** Exactly one of the two must be there. */
    Fields needEither(String one, String other) {
        if (has(one) == has(other)) {
            owner.problem("has " + (has(one) ? "both " + one + " and " : "neither " + one + " nor ") + other
                    + " (expected: one of them)");
        }
        return this;
    }

    /** Marks {@code key} as known but not supported, because of {@code why}. */
    Fields refuse(String key, String why) {
        Place place = places.get(key);
        refused.add(key);
        if (place != null) {
            problem(place, key, "not supported: " + why);
        }
        return this;
    }

    /** Reads every entry. */
    void each(Value.FieldReader reader) {
        known.addAll(values.keySet());
        values.forEach(reader::read);
    }

    /** A problem where {@code key} is written. */
    void problemAt(String key, String message) {
        problem(places.getOrDefault(key, owner.place()), key, message);
    }

    void refuseUnknown() {
        for (String key : values.keySet()) {
            if (!known.contains(key) && !refused.contains(key)) {
                problem(
                        places.getOrDefault(key, Place.NONE),
                        key,
                        "unknown key (expected: one of " + known + Suggestion.of(key, known) + ")");
            }
        }
    }

    private void problem(Place place, String key, String message) {
        owner.problems().add(place, pathOf(key), message);
    }

    private String pathOf(String key) {
        String step = SIMPLE.matcher(key).matches() ? key : "[" + Problems.quoted(key) + "]";
        return owner.path().isEmpty() || step.startsWith("[") ? owner.path() + step : owner.path() + "." + step;
    }
}

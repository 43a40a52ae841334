package io.rollcall.loadbalancer.route;

import io.rollcall.model.Metadata;
import io.rollcall.model.ServiceInstance;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Some of a service's instances, selected by their metadata. Used by routes and policies:
 *
 * <pre>{@code
 * Subset.version("2.x").and(Subset.metadata("tier").in("gold", "silver"))
 * }</pre>
 *
 * <p>To give each caller its own few instances of a large fleet, use a {@code FleetSubset} instead. Immutable and
 * threadsafe.
 *
 * @since 0.1
 */
public final class Subset {
    private static final Subset ALL = new Subset("any instance", instance -> true, ServiceInstance::id);

    private final String description;
    private final Predicate<ServiceInstance> members;
    private final Function<ServiceInstance, String> actual;

    private Subset(String description, Predicate<ServiceInstance> members, Function<ServiceInstance, String> actual) {
        this.description = description;
        this.members = members;
        this.actual = actual;
    }

    /** Every instance. */
    public static Subset all() {
        return ALL;
    }

    /**
     * Instances whose version is in the SemVer range {@code range}.
     *
     * @throws IllegalArgumentException if it is not a range
     */
    public static Subset version(String range) {
        VersionRange versions = VersionRange.parse(range);
        return new Subset(
                "version " + range, instance -> versions.contains(instance.version()), shown(Metadata.VERSION));
    }

    /** Instances of the environment {@code env}. */
    public static Subset env(String env) {
        return metadata(Metadata.ENV).is(env);
    }

    /** Instances of the zone {@code zone}. */
    public static Subset zone(String zone) {
        return metadata(Metadata.ZONE).is(zone);
    }

    /** Starts a subset by the metadata entry {@code key}. */
    public static Entry metadata(String key) {
        return new Entry(key);
    }

    /** Whether {@code instance} belongs to this subset. */
    public boolean contains(ServiceInstance instance) {
        return members.test(instance);
    }

    /** The instances that are in both. */
    public Subset and(Subset other) {
        return new Subset(
                description + " and " + other.description,
                instance -> contains(instance) && other.contains(instance),
                instance -> contains(instance) ? other.mismatch(instance) : mismatch(instance));
    }

    /**
     * What {@code instance} has instead: {@code version 1.4.0}. Only meaningful if it does not belong to this subset.
     */
    public String mismatch(ServiceInstance instance) {
        return actual.apply(instance);
    }

    private static Function<ServiceInstance, String> shown(String key) {
        return instance -> {
            String value = instance.metadata(key);
            return value == null ? "no " + key : key + " " + value;
        };
    }

    @Override
    public String toString() {
        return description;
    }

    /**
     * A metadata entry, to be compared.
     *
     * @since 0.1
     */
    public static final class Entry {
        private final String key;

        private Entry(String key) {
            this.key = key;
        }

        /** Instances whose entry equals {@code value}. */
        public Subset is(String value) {
            return new Subset(key + " " + value, instance -> value.equals(instance.metadata(key)), shown(key));
        }

        /** Instances whose entry is one of {@code values}. */
        public Subset in(String... values) {
            Set<String> set = Set.of(values);
            return new Subset(
                    key + " in " + new TreeSet<>(set),
                    instance -> {
                        String value = instance.metadata(key);
                        return value != null && set.contains(value);
                    },
                    shown(key));
        }

        /** Instances that have the entry. */
        public Subset present() {
            return new Subset(key + " present", instance -> instance.metadata(key) != null, shown(key));
        }
    }
}

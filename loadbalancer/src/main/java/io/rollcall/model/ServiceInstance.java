package io.rollcall.model;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One running process of a service, as registered: its address, its status and its metadata. A service builds one to
 * register itself; callers receive them.
 *
 * <pre>{@code
 * ServiceInstance.named("order-service").port(8080).version("1.4.0").env("prod").zone("eu-1a").weight(100).build()
 * }</pre>
 *
 * <p>Two instances are the same instance if their {@linkplain #service() service} and {@linkplain #id() id} are the
 * same; they are {@link #equals(Object) equal} only if everything is the same, so any change of metadata is a change.
 * Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class ServiceInstance {
    /** The weight of an instance that states none. */
    public static final int DEFAULT_WEIGHT = 100;

    private final String service;
    private final String id;
    private final String host;
    private final int port;
    private final boolean secure;
    private final InstanceStatus status;
    private final long generation;
    private final long registeredAt;
    private final Map<String, String> metadata;
    private final int weight;
    private final int hash;

    private ServiceInstance(Builder from) {
        this.service = from.service;
        this.host = from.host;
        this.port = InstanceLimits.port("port", from.port);
        this.id = from.id.isEmpty() && !host.isEmpty() ? defaultId(service, host, port) : from.id;
        this.secure = from.secure;
        this.status = from.status;
        this.generation = from.generation;
        this.registeredAt = from.registeredAt;
        this.metadata = Map.copyOf(from.metadata);
        String stated = metadata.get(Metadata.WEIGHT);
        this.weight = stated == null ? DEFAULT_WEIGHT : InstanceLimits.weight(stated);
        this.hash = Objects.hash(service, id, host, port, secure, status, generation, registeredAt, metadata);
    }

    /**
     * Starts an instance of the service {@code service}.
     *
     * @throws IllegalArgumentException if the name is not 1 to 128 characters of {@code A-Za-z0-9._-}
     */
    public static Builder named(String service) {
        return new Builder(InstanceLimits.name("service", service));
    }

    /** The service's name. */
    public String service() {
        return service;
    }

    /** The identity within the service. Empty only while the {@link #host()} is empty too. */
    public String id() {
        return id;
    }

    /**
     * A host name or IP address, IPv6 without brackets. Empty for an instance that is not registered yet and leaves its
     * address to the SDK.
     */
    public String host() {
        return host;
    }

    /** The port that calls go to, 1 to 65535. */
    public int port() {
        return port;
    }

    /** The port named {@code name}, from metadata {@code port.<name>}, or null if there is none. */
    public @Nullable Integer port(String name) {
        String field = Metadata.PORT_PREFIX + name;
        String value = metadata.get(field);
        return value == null ? null : InstanceLimits.port(field, value);
    }

    /** Whether the port speaks TLS. */
    public boolean secure() {
        return secure;
    }

    /** The status that the instance reports. */
    public InstanceStatus status() {
        return status;
    }

    /** Rises with each start of the process; an older generation never replaces a newer one. */
    public long generation() {
        return generation;
    }

    /** When it was registered, in epoch milliseconds, or 0 if it is not registered yet. */
    public long registeredAt() {
        return registeredAt;
    }

    /** All metadata. Unmodifiable. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The metadata value of {@code key}, or null. */
    public @Nullable String metadata(String key) {
        return metadata.get(key);
    }

    /** The version, or null. */
    public @Nullable String version() {
        return metadata.get(Metadata.VERSION);
    }

    /** The environment, or null. */
    public @Nullable String env() {
        return metadata.get(Metadata.ENV);
    }

    /** The zone, or null. */
    public @Nullable String zone() {
        return metadata.get(Metadata.ZONE);
    }

    /** 0 to 10,000; 0 means no new traffic; {@value #DEFAULT_WEIGHT} if none is stated. */
    public int weight() {
        return weight;
    }

    /** {@code host:port}, IPv6 in brackets: ready for a URL. */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** A builder that starts from this instance. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    private static String defaultId(String service, String host, int port) {
        String id = service + "-" + host.replace(':', '-') + "-" + port;
        return id.length() <= 128 ? id : id.substring(id.length() - 128);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ServiceInstance that
                        && hash == that.hash
                        && port == that.port
                        && secure == that.secure
                        && generation == that.generation
                        && registeredAt == that.registeredAt
                        && status == that.status
                        && service.equals(that.service)
                        && id.equals(that.id)
                        && host.equals(that.host)
                        && metadata.equals(that.metadata);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return service + "/" + id + " " + authority() + " " + status + " " + new TreeMap<>(metadata);
    }

    /**
     * Builds a {@link ServiceInstance}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final String service;
        private String id = "";
        private String host = "";
        private int port;
        private boolean secure;
        private InstanceStatus status = InstanceStatus.UP;
        private long generation;
        private long registeredAt;
        private final Map<String, String> metadata = new TreeMap<>();

        private Builder(String service) {
            this.service = service;
        }

        private Builder(ServiceInstance from) {
            this.service = from.service;
            this.id = from.id;
            this.host = from.host;
            this.port = from.port;
            this.secure = from.secure;
            this.status = from.status;
            this.generation = from.generation;
            this.registeredAt = from.registeredAt;
            this.metadata.putAll(from.metadata);
        }

        /**
         * The identity. Default: built from service, host and port.
         *
         * @throws IllegalArgumentException if it is not 1 to 128 characters of {@code A-Za-z0-9._-}
         */
        public Builder id(String id) {
            this.id = InstanceLimits.name("id", id);
            return this;
        }

        /**
         * The address. Default: left to the SDK, which finds the address of this machine.
         *
         * @throws IllegalArgumentException if it is not a host name or IP address
         */
        public Builder host(String host) {
            this.host = InstanceLimits.host(host);
            return this;
        }

        /**
         * The port that calls go to. Required.
         *
         * @throws IllegalArgumentException if it is not 1 to 65535
         */
        public Builder port(int port) {
            this.port = InstanceLimits.port("port", port);
            return this;
        }

        /** A further port, read with {@link ServiceInstance#port(String)}. */
        public Builder port(String name, int port) {
            String key = Metadata.PORT_PREFIX + name;
            return metadata(key, Integer.toString(InstanceLimits.port(key, port)));
        }

        /** Whether the port speaks TLS. Default: no. */
        public Builder secure(boolean secure) {
            this.secure = secure;
            return this;
        }

        /** Default: {@link InstanceStatus#UP}. */
        public Builder status(InstanceStatus status) {
            this.status = status;
            return this;
        }

        /**
         * Default: 0; the SDK sets its own.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder generation(long generation) {
            this.generation = InstanceLimits.notNegative("generation", generation);
            return this;
        }

        /**
         * Epoch milliseconds.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder registeredAt(long epochMillis) {
            this.registeredAt = InstanceLimits.notNegative("registeredAt", epochMillis);
            return this;
        }

        /** The version, preferably SemVer. */
        public Builder version(String version) {
            return metadata(Metadata.VERSION, version);
        }

        /** The environment. */
        public Builder env(String env) {
            return metadata(Metadata.ENV, env);
        }

        /** The zone. */
        public Builder zone(String zone) {
            return metadata(Metadata.ZONE, zone);
        }

        /**
         * The weight, 0 to 10,000. Default: {@value ServiceInstance#DEFAULT_WEIGHT}.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder weight(int weight) {
            return metadata(Metadata.WEIGHT, Integer.toString(weight));
        }

        /**
         * Sets one metadata entry.
         *
         * @throws IllegalArgumentException if key or value is too long or holds control characters, if the weight is
         *     not an integer from 0 to 10,000, or if there would be more than 64 entries
         */
        public Builder metadata(String key, String value) {
            InstanceLimits.entry(key, value);
            if (key.equals(Metadata.WEIGHT)) {
                InstanceLimits.weight(value);
            }
            if (metadata.size() >= InstanceLimits.MAX_METADATA && !metadata.containsKey(key)) {
                throw InstanceLimits.broken("metadata", metadata.size() + 1 + " entries", "at most 64 entries");
            }
            metadata.put(key, value);
            return this;
        }

        /** Sets each of {@code entries}, as with {@link #metadata(String, String)}. */
        public Builder metadata(Map<String, String> entries) {
            entries.forEach(this::metadata);
            return this;
        }

        /** Removes one metadata entry, if there is one. */
        public Builder removeMetadata(String key) {
            metadata.remove(key);
            return this;
        }

        /**
         * The instance.
         *
         * @throws IllegalArgumentException if no port was given
         */
        public ServiceInstance build() {
            return new ServiceInstance(this);
        }
    }
}

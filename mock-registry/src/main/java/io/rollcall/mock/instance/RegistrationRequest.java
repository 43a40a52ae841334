package io.rollcall.mock.instance;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A request to register an instance. Immutable; its values were checked when it was built.
 *
 * <pre>{@code
 * registry.register(RegistrationRequest.of("orders", "10.0.0.5", 8080).metadata("version", "1.4.0").build());
 * }</pre>
 *
 * @since 0.1
 */
public final class RegistrationRequest {
    private final RegisteredInstance instance;
    private final boolean timed;

    private RegistrationRequest(RegisteredInstance instance, boolean timed) {
        this.instance = instance;
        this.timed = timed;
    }

    /**
     * A builder for a request.
     *
     * @param serviceName the service's name
     * @param ip the instance's host name, IPv4 or IPv6 address
     * @param port the instance's port
     */
    public static Builder of(String serviceName, String ip, int port) {
        return new Builder(serviceName, ip, port);
    }

    /**
     * A request to register an instance as it is or was registered.
     *
     * @param instance the instance, with its id, generation and timestamp
     */
    public static RegistrationRequest again(RegisteredInstance instance) {
        return new RegistrationRequest(instance, true);
    }

    /** The requested instance. Its timestamp is valid only if {@link #timed()}. */
    public RegisteredInstance instance() {
        return instance;
    }

    /** Whether the request has a timestamp. Otherwise the registry's own time is used. */
    public boolean timed() {
        return timed;
    }

    /** Builds a {@link RegistrationRequest}. Not threadsafe. */
    public static final class Builder {
        private final String serviceName;
        private final String ip;
        private final int port;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private @Nullable String instanceId;
        private boolean secure;
        private InstanceStatus status = InstanceStatus.UP;
        private long generation;
        private @Nullable Long timestamp;

        private Builder(String serviceName, String ip, int port) {
            this.serviceName = serviceName;
            this.ip = ip;
            this.port = port;
        }

        /**
         * The instance's identity. Without one the registry derives it from service, address and port
         * ({@code orders-10.0.0.5-8080}): the same address is the same instance, and another port is another one. Set
         * ids where two processes can have the same address, as behind NAT.
         */
        public Builder instanceId(@Nullable String id) {
            this.instanceId = id;
            return this;
        }

        /** Whether callers are to use TLS. Default: false. */
        public Builder secure(boolean tls) {
            this.secure = tls;
            return this;
        }

        /** The instance's status. Default: {@link InstanceStatus#UP}. */
        public Builder status(InstanceStatus newStatus) {
            this.status = newStatus;
            return this;
        }

        /** Rises with each start of the process; at least 0. Default: 0. */
        public Builder generation(long number) {
            this.generation = number;
            return this;
        }

        /**
         * When the instance registered, in milliseconds since the epoch. Default: null, the registry's present time.
         */
        public Builder timestamp(@Nullable Long epochMillis) {
            this.timestamp = epochMillis;
            return this;
        }

        /** Adds one metadata entry, or replaces the one of that key. */
        public Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        /**
         * The request.
         *
         * @throws RefusedException if a value violates its rule
         */
        public RegistrationRequest build() {
            String id = instanceId;
            Long time = timestamp;
            return new RegistrationRequest(
                    new RegisteredInstance(
                            serviceName,
                            id != null ? id : derivedId(),
                            ip,
                            port,
                            secure,
                            status,
                            generation,
                            time != null ? time : 0,
                            metadata),
                    time != null);
        }

        private String derivedId() {
            String plain = serviceName + "-" + ip + "-" + port;
            String legal = plain.replaceAll("[^A-Za-z0-9._-]", "-");
            if (legal.equals(plain) && legal.length() <= InstanceValidator.MAX_NAME_LENGTH) {
                return legal;
            }
            CRC32 sum = new CRC32();
            sum.update(plain.getBytes(StandardCharsets.UTF_8));
            String end = String.format("-%08x", sum.getValue());
            int room = InstanceValidator.MAX_NAME_LENGTH - end.length();
            return legal.substring(0, Math.min(room, legal.length())) + end;
        }
    }
}

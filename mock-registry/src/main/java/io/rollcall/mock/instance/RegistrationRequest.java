package io.rollcall.mock.instance;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** What a service asks to be registered with. Immutable; everything was checked when it was built. */
public final class RegistrationRequest {
    private final RegisteredInstance instance;
    private final boolean timed;

    private RegistrationRequest(RegisteredInstance instance, boolean timed) {
        this.instance = instance;
        this.timed = timed;
    }

    /**
     * Begins a registration.
     *
     * @param serviceName the service's name
     * @param ip the instance's host name, IPv4 or IPv6 address
     * @param port the instance's port
     */
    public static Builder of(String serviceName, String ip, int port) {
        return new Builder(serviceName, ip, port);
    }

    /**
     * A registration that asks for what is or was registered.
     *
     * @param instance the instance to ask for again, with its id, generation and timestamp
     */
    public static RegistrationRequest again(RegisteredInstance instance) {
        return new RegistrationRequest(instance, true);
    }

    /** The instance that is asked for. Its timestamp means something only if {@link #timed()}. */
    public RegisteredInstance instance() {
        return instance;
    }

    /** Whether the client said when it registered. Otherwise the registry's own time is taken. */
    public boolean timed() {
        return timed;
    }

    /** Collects a registration. Not safe for use by several threads. */
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
         * ({@code orders-10.0.0.5-8080}), so that the same address registering again is the same instance and another
         * port is another one. Name ids yourself where two processes can have one address, as behind NAT.
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

        /** What the instance says of itself. Default: {@link InstanceStatus#UP}. */
        public Builder status(InstanceStatus newStatus) {
            this.status = newStatus;
            return this;
        }

        /** Rises with each start of the process; at least 0. Default: 0. */
        public Builder generation(long number) {
            this.generation = number;
            return this;
        }

        /** When the instance registered, in milliseconds since the epoch; null means now, by the registry's clock. */
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
         * The registration.
         *
         * @throws RefusedException if a value breaks its rule; nothing has been registered then
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

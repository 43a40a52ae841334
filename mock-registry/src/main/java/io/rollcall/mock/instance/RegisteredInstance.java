package io.rollcall.mock.instance;

import java.util.Map;

/**
 * A registered instance: an immutable value that has passed all checks.
 *
 * @param serviceName the service it belongs to
 * @param instanceId its identity within the service
 * @param ip its host name, IPv4 or IPv6 address, without brackets
 * @param port its port, 1 to 65535
 * @param secure whether callers are to use TLS
 * @param status the status that it last reported
 * @param generation rises with each start of its process
 * @param timestamp when it registered, in milliseconds since the epoch
 * @param metadata version, env, zone, weight and any other entries; immutable
 * @since 0.1
 */
public record RegisteredInstance(
        String serviceName,
        String instanceId,
        String ip,
        int port,
        boolean secure,
        InstanceStatus status,
        long generation,
        long timestamp,
        Map<String, String> metadata) {

    /**
     * Checks and copies the values.
     *
     * @throws RefusedException if a value violates its rule
     */
    public RegisteredInstance {
        InstanceValidator.name("serviceName", serviceName);
        InstanceValidator.name("instanceId", instanceId);
        InstanceValidator.host(ip);
        InstanceValidator.port(port);
        InstanceValidator.notNegative("generation", generation);
        InstanceValidator.notNegative("timestamp", timestamp);
        metadata = InstanceValidator.metadata(metadata);
    }

    /** This instance with another status. */
    public RegisteredInstance withStatus(InstanceStatus newStatus) {
        return new RegisteredInstance(
                serviceName, instanceId, ip, port, secure, newStatus, generation, timestamp, metadata);
    }

    /** This instance with another registration time, in milliseconds since the epoch. */
    public RegisteredInstance withTimestamp(long newTimestamp) {
        return new RegisteredInstance(
                serviceName, instanceId, ip, port, secure, status, generation, newTimestamp, metadata);
    }
}

package io.rollcall.mock.instance;

import java.util.Map;

/**
 * An instance as the registry holds it: an immutable value that has passed all checks.
 *
 * @param serviceName the service it belongs to
 * @param instanceId its identity within the service
 * @param ip its host name, IPv4 or IPv6 address
 * @param port its port, 1 to 65535
 * @param secure whether callers are to use TLS
 * @param status what it last said of itself
 * @param generation rises with each start of its process
 * @param timestamp when it registered, in milliseconds since the epoch
 * @param metadata version, env, zone, weight and whatever else it said; immutable
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
     * Checks and copies what it is given.
     *
     * @throws RefusedException if a value breaks its rule
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

    /** This instance as registered at another time, in milliseconds since the epoch. */
    public RegisteredInstance withTimestamp(long newTimestamp) {
        return new RegisteredInstance(
                serviceName, instanceId, ip, port, secure, status, generation, newTimestamp, metadata);
    }
}

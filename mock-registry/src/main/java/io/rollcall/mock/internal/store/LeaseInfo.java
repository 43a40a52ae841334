package io.rollcall.mock.internal.store;

import java.time.Duration;

/**
 * The state of an instance's lease at one moment.
 *
 * @param instanceId the instance
 * @param sinceRenewal the time since its last registration or heartbeat
 * @param remaining the time until the lease expires unless it is renewed; never negative
 */
public record LeaseInfo(String instanceId, Duration sinceRenewal, Duration remaining) {}

package io.rollcall.mock.internal.store;

import java.time.Duration;

/**
 * How an instance's lease stands at one moment.
 *
 * @param instanceId whose lease
 * @param silence how long ago it was last heard, by a registration or a heartbeat
 * @param left how long it is still believed if nothing more is heard; never negative
 */
public record LeaseInfo(String instanceId, Duration silence, Duration left) {}

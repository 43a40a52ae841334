package io.rollcall.event;

import io.rollcall.model.ServiceSnapshot;

/**
 * A service was confirmed or updated by the registry.
 *
 * @param snapshot the snapshot that is in force now
 * @since 0.1
 */
public record ServiceRefreshedEvent(ServiceSnapshot snapshot) {}

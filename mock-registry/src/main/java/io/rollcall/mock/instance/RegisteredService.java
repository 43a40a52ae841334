package io.rollcall.mock.instance;

/**
 * A service that has instances.
 *
 * @param name the service's name
 * @param instances its number of instances, at least 1
 * @param revision rises with each change of this service
 * @since 0.1
 */
public record RegisteredService(String name, int instances, long revision) {}

package io.rollcall.mock.instance;

/**
 * A service that has instances.
 *
 * @param name the service's name
 * @param instances how many it has, at least 1
 * @param revision rises with each change of this service
 */
public record RegisteredService(String name, int instances, long revision) {}

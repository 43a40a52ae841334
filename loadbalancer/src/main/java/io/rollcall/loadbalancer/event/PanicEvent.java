package io.rollcall.loadbalancer.event;

/**
 * So many instances of a destination are ejected that calls go to all of them.
 *
 * @param service the service
 * @param destination the destination, as {@code explain} names it
 * @param healthy how many are not ejected
 * @param instances how many there are
 * @since 0.1
 */
public record PanicEvent(String service, String destination, int healthy, int instances) {}

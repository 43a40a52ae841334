package io.rollcall.loadbalancer.event;

/**
 * A plan was compiled, and serves calls from now on.
 *
 * @param service the service
 * @param strategy the strategy's name
 * @param revision the revision of the snapshot
 * @param instances how many instances the snapshot has
 * @since 0.1
 */
public record PlanCompiledEvent(String service, String strategy, long revision, int instances) {}

package io.rollcall.event;

import io.rollcall.loadbalancer.event.LoadBalancerListener;

/**
 * Receives the events of one {@link io.rollcall.Rollcall}: for metrics, logs and tests. Added with
 * {@link io.rollcall.RollcallBuilder#listener}. Every method does nothing by default, so that a listener implements
 * only what it needs.
 *
 * <pre>{@code
 * Rollcall.builder().registry(url).listener(new RollcallListener() {
 *     @Override
 *     public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
 *         log.info("{} → {}", event.before(), event.after());
 *     }
 * })
 * }</pre>
 *
 * <p>Methods are called on the thread on which the event occurs, by several threads at a time: they must be quick, must
 * not block and must be threadsafe. An exception is logged, and the SDK continues.
 *
 * @since 0.1
 */
public interface RollcallListener {

    /**
     * A registration was added. Its state may have changed already, and with fail-fast the first attempt is over.
     *
     * @param event the registration
     */
    default void onRegistrationAdded(RegistrationAddedEvent event) {}

    /**
     * A registration changed its state. The events of one registration are in order.
     *
     * @param event the registration, and its state before and after
     */
    default void onRegistrationStateChanged(RegistrationStateChangedEvent event) {}

    /**
     * The combined result of the health checks of the process and of one registration changed.
     *
     * @param event the registration and the result
     */
    default void onHealthChanged(HealthChangedEvent event) {}

    /**
     * A heartbeat, or another request for a registration, is overdue by more than a third of the lease's TTL: the JVM
     * stalled, or the registry does not respond.
     *
     * @param event the registration and the delay
     */
    default void onHeartbeatOverdue(HeartbeatOverdueEvent event) {}

    /**
     * A request to the registry ended, successfully or not.
     *
     * @param event the operation, its duration and its failure
     */
    default void onRegistryCall(RegistryCallEvent event) {}

    /**
     * Instances of a service were added, removed or changed.
     *
     * @param event the snapshots before and after, and their difference
     */
    default void onServiceChanged(ServiceChangedEvent event) {}

    /**
     * A service was confirmed or updated by the registry; its instances may be the same.
     *
     * @param event the snapshot that is in force now
     */
    default void onServiceRefreshed(ServiceRefreshedEvent event) {}

    /**
     * A service without instances was not used for a while, and is no longer followed.
     *
     * @param event the service
     */
    default void onServiceForgotten(ServiceForgottenEvent event) {}

    /**
     * The registry listed entries that are not legal instances. They were dropped.
     *
     * @param event the service and the number of entries
     */
    default void onEntriesRefused(EntriesRefusedEvent event) {}

    /**
     * The push connection to the registry was established or lost.
     *
     * @param event whether it is connected now
     */
    default void onWatchChanged(WatchChangedEvent event) {}

    /**
     * One attempt of a balanced call ended.
     *
     * @param event the instance, the outcome and the duration
     */
    default void onCallAttempt(CallAttemptEvent event) {}

    /**
     * The listener of the balancer of {@code service}. Called once for each service that is followed.
     *
     * @param service its name
     * @return {@link LoadBalancerListener#NONE} for none
     */
    default LoadBalancerListener loadBalancer(String service) {
        return LoadBalancerListener.NONE;
    }
}

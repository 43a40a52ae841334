package io.rollcall;

import io.rollcall.http.CallAttempt;
import io.rollcall.loadbalancer.LoadBalancerListener;
import io.rollcall.model.ServiceSnapshot;

/**
 * Hears what the SDK does: for metrics, logs and tests. Added with {@link RollcallBuilder#listener}. Every method does
 * nothing by default.
 *
 * <p>Methods are called on the thread where it happens, from several threads at a time: they must be quick and must not
 * block. One that throws is logged, and the SDK goes on.
 */
public interface SdkListener {

    /**
     * {@code registration} was begun. Where it stands by now is its state; changes may have been told already, and with
     * fail-fast the first attempt is over.
     */
    default void registrationAdded(Registration registration) {}

    /** {@code registration} went from one state to another. */
    default void registrationChanged(Registration registration, Registration.State before, Registration.State after) {}

    /**
     * The health checks of the process and of {@code registration}, taken together, gave another verdict: whether the
     * instance may have traffic. The reason has the names of the checks that are not up.
     */
    default void healthChanged(Registration registration, boolean healthy, String reason) {}

    /** A request to the registry ended, well or not. */
    default void registryCalled(RegistryCall call) {}

    /** Instances of a service came, went or changed. */
    default void serviceChanged(ServiceChange change) {}

    /** What is known of a service was confirmed or renewed; its instances may be the same. */
    default void serviceRefreshed(ServiceSnapshot snapshot) {}

    /** Nobody has asked for a service that has no instances for a while: it is not followed any more. */
    default void serviceForgotten(String service) {}

    /**
     * The registry listed {@code count} instances of {@code service} that are no legal instances; they were dropped.
     */
    default void entriesRefused(String service, int count) {}

    /** The push connection to the registry was made, {@code true}, or lost, {@code false}. */
    default void watchChanged(boolean connected) {}

    /** One attempt of a balanced call ended. */
    default void attempted(CallAttempt attempt) {}

    /** Hears what the balancer of {@code service} does. Asked once for each service that is followed. */
    default LoadBalancerListener loadBalancer(String service) {
        return LoadBalancerListener.NONE;
    }
}

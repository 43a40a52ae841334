package io.rollcall.registration;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * An instance of this process that is kept registered: its lease is renewed, and if the registry loses it, it is
 * registered again with its current values. That ends with {@link #close()}, or when a newer process takes over the id.
 *
 * <pre>{@code
 * Registration orders = rollcall.register(ServiceInstance.named("order-service").port(8080).build());
 * orders.awaitUp(Duration.ofSeconds(5));
 * orders.update(instance -> instance.weight(10));
 * orders.close();
 * }</pre>
 *
 * <p>Threadsafe.
 *
 * @since 0.1
 */
public interface Registration extends AutoCloseable {

    /** The state of a registration. */
    enum State {
        /** The registry has not acknowledged it yet; registering is retried. */
        REGISTERING,
        /** The registry holds it, and its lease is valid. */
        REGISTERED,
        /** The lease expired or the registry lost it; it is being registered again. */
        LOST,
        /** It accepts no new traffic; it may be closing. */
        DRAINING,
        /** Ended: the registry confirmed the removal, or never had the instance. */
        CLOSED,
        /** Ended: the registry did not confirm the removal in time; it drops the instance when the lease expires. */
        ABANDONED,
        /** Ended: a newer process has registered the same id, and its registration is kept. */
        SUPERSEDED;

        /** Whether this is final: the registration has ended. */
        public boolean isOver() {
            return switch (this) {
                case CLOSED, ABANDONED, SUPERSEDED -> true;
                case REGISTERING, REGISTERED, LOST, DRAINING -> false;
            };
        }
    }

    /**
     * The instance as it is to be registered, with all updates. While health checks of the process or of this
     * registration are not up, their status replaces {@link InstanceStatus#UP}.
     */
    ServiceInstance instance();

    /** The current state. */
    State state();

    /** Whether callers receive it: the registry holds it as {@link InstanceStatus#UP}, and its lease is valid. */
    boolean isUp();

    /**
     * Why callers do not receive it: the registry's last error, else the reason of the health checks that are not up.
     * Empty if there is neither.
     */
    String problem();

    /** Why the last attempt failed, or empty if it succeeded. */
    Optional<RegistryException> lastError();

    /**
     * Completes when the registry has acknowledged the instance with status {@link InstanceStatus#UP}, at once if it
     * has. Fails with an {@link IllegalStateException} if the registration ends before.
     */
    CompletionStage<Void> whenUp();

    /**
     * Blocks until the registry has acknowledged the instance with status {@link InstanceStatus#UP}.
     *
     * @throws RegistryException TIMEOUT if that takes longer than {@code timeout}, with the last failure as its cause,
     *     or if the thread is interrupted; CONFLICT if a newer process has taken over the id
     * @throws IllegalStateException if it is closed
     */
    void awaitUp(Duration timeout);

    /**
     * Changes the registered instance, and sends the change to the registry at once. Does not wait for the response.
     *
     * @param change receives a builder with the current values, the status as it was last set, regardless of health
     *     checks; it may run more than once
     * @throws IllegalArgumentException if it changes service or id
     * @throws IllegalStateException if this registration is over or closing
     */
    void update(UnaryOperator<ServiceInstance.Builder> change);

    /**
     * Changes the status alone, as {@link #update} does. {@link InstanceStatus#UP} is reported once the health checks,
     * if there are any, are up; every other status at once.
     *
     * @throws IllegalStateException if this registration is over or closing
     */
    default void status(InstanceStatus status) {
        update(instance -> instance.status(status));
    }

    /**
     * Requests no new traffic: sets the status {@link InstanceStatus#DRAINING}. Takes effect at once, and can be
     * reverted with {@link #status}.
     *
     * @throws IllegalStateException if this registration is over or closing
     */
    default void drain() {
        status(InstanceStatus.DRAINING);
    }

    /**
     * Removes the instance: it is reported as DRAINING, the drain delay passes, then it is deregistered, with retries
     * until the close timeout. Blocks until that is done; afterwards the {@link #state()} is CLOSED, ABANDONED or
     * SUPERSEDED. A second call waits for the first.
     */
    @Override
    void close();
}

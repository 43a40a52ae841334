package io.rollcall.registration;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * One instance that is kept registered: its lease is renewed, and if the registry forgets it, it is registered again as
 * it is wanted now. That goes on until {@link #close()} or until a newer process takes the id over.
 *
 * <p>All methods may be called from any thread.
 */
public interface Registration extends AutoCloseable {

    /** Where a registration stands. */
    enum State {
        /** The registry has not acknowledged it yet; it is being tried. */
        REGISTERING,
        /** The registry holds it, and its lease runs. */
        REGISTERED,
        /** The lease ran out or the registry forgot it; it is being registered again. */
        LOST,
        /** It wants no new traffic; it may be on its way to {@link #CLOSED}. */
        DRAINING,
        /** Over: the registry confirmed that it is gone, or never had it. */
        CLOSED,
        /** Over: the registry did not confirm the removal in time; it drops the instance when the lease ends. */
        ABANDONED,
        /** Over: a newer process has registered the same id. Its registration stands. */
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
     * What the registry is to hold: as registered, with all updates since. Where health checks of the process or of
     * this registration do not find it up, the status is theirs instead of {@link InstanceStatus#UP}.
     */
    ServiceInstance instance();

    /** Where it stands now. */
    State state();

    /** Whether callers get it: the registry holds it as {@link InstanceStatus#UP}, and its lease runs. */
    boolean isUp();

    /**
     * Why callers do not get it: the registry's last error, else the reason of the health checks that are not up. Empty
     * if there is neither.
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
     * Returns when the registry has acknowledged the instance with status {@link InstanceStatus#UP}.
     *
     * @throws RegistryException TIMEOUT if that takes longer than {@code timeout}, with the last failure as its cause,
     *     or if the thread is interrupted; CONFLICT if a newer process has taken the id over
     * @throws IllegalStateException if it is closed
     */
    void awaitUp(Duration timeout);

    /**
     * Changes what is registered, and tells the registry at once. Returns without waiting for it.
     *
     * @param change gets a builder that holds the present values, the status as it was chosen last, whatever health
     *     checks say; it may run more than once
     * @throws IllegalArgumentException if it changes service or id
     * @throws IllegalStateException if this registration is over or closing
     */
    void update(UnaryOperator<ServiceInstance.Builder> change);

    /**
     * Changes the status alone, as {@link #update} does. {@link InstanceStatus#UP} is told once the health checks, if
     * there are any, find it so; every other status as it is.
     *
     * @throws IllegalStateException if this registration is over or closing
     */
    default void status(InstanceStatus status) {
        update(instance -> instance.status(status));
    }

    /**
     * Asks for no new traffic: sets the status {@link InstanceStatus#DRAINING}. Takes effect at once, and can be taken
     * back with {@link #status}.
     *
     * @throws IllegalStateException if this registration is over or closing
     */
    default void drain() {
        status(InstanceStatus.DRAINING);
    }

    /**
     * Takes the instance out: DRAINING is told, the drain delay passes, then it is deregistered, tried again until the
     * close timeout. Blocks until that is done; what came of it is the {@link #state()}: CLOSED or ABANDONED. A second
     * call waits for the first.
     */
    @Override
    void close();
}

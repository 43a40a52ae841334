package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.ServiceInstance;
import java.util.function.Supplier;

/**
 * An instance together with what its calls have told so far. The statistics outlive updates of the service; they end
 * with the instance, or when its address or generation changes. Threadsafe.
 */
public interface Candidate {

    /** The instance. */
    ServiceInstance instance();

    /** The weight now, above 0: the stated one, or less while the instance starts slowly. */
    double weight();

    /** Calls that were selected and have no outcome yet. */
    int inFlight();

    /**
     * What the strategy itself keeps about this instance, made by {@code initial} at first. Each candidate has one such
     * place; an object of another type is replaced.
     */
    <T> T memory(Class<T> type, Supplier<T> initial);
}

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

    /** How far a slow start has come: 1, or less for a newcomer. Part of {@link #weight()} already. */
    default double ramp() {
        return 1;
    }

    /** Calls that were selected and have no outcome yet. */
    int inFlight();

    /**
     * How busy the instance is: what it reported of all its callers, if it reports, brought up to date with what this
     * caller sent since; else {@link #inFlight()}.
     */
    default int load() {
        return inFlight();
    }

    /**
     * What the strategy itself keeps about this instance, made by {@code initial} at first. Each candidate has one such
     * place; an object of another type is replaced.
     */
    <T> T memory(Class<T> type, Supplier<T> initial);
}

package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.ServiceInstance;
import java.util.function.Supplier;

/**
 * An instance together with the statistics of its calls. The statistics outlive updates of the service; they end with
 * the instance, or when its address or generation changes. Threadsafe.
 *
 * @since 0.1
 */
public interface Candidate {

    /** The instance. */
    ServiceInstance instance();

    /** The weight now, above 0: the registered one, or less while the instance starts slowly. */
    double weight();

    /** The factor of the slow start: 1, or less for a new instance. Included in {@link #weight()}. */
    default double ramp() {
        return 1;
    }

    /** Calls that were selected and have not ended yet. */
    int inFlight();

    /**
     * How busy the instance is: the load that it reported for all its callers, if it reports, plus what this caller has
     * sent since; else {@link #inFlight()}.
     */
    default int load() {
        return inFlight();
    }

    /**
     * What the strategy keeps about this instance, made by {@code initial} at first. Each candidate holds one such
     * object; one of another type is replaced.
     */
    <T> T memory(Class<T> type, Supplier<T> initial);
}

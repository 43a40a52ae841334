package io.rollcall.mock.internal.store;

import io.rollcall.mock.instance.RegisteredInstance;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one service at one revision; immutable.
 *
 * <p><b>Concurrency.</b> The first reader of the rendered form creates it, and later readers share it. Two threads may
 * create it at once; both forms are equal.
 */
public final class Snapshot {
    private final String serviceName;
    private final long revision;
    private final List<RegisteredInstance> instances;
    private final Set<String> suspects;
    private final List<Departure> departures;
    private volatile byte @Nullable [] rendered;

    Snapshot(
            String serviceName,
            long revision,
            List<RegisteredInstance> instances,
            Set<String> suspects,
            List<Departure> departures) {
        this.serviceName = serviceName;
        this.revision = revision;
        this.instances = List.copyOf(instances);
        this.suspects = suspects;
        this.departures = departures;
    }

    /** The service's name. */
    public String serviceName() {
        return serviceName;
    }

    /** Rises with each change of this service, and with nothing else. */
    public long revision() {
        return revision;
    }

    /** The instances in the order of their ids. */
    public List<RegisteredInstance> instances() {
        return instances;
    }

    /** The ids of instances that are kept although their lease is overdue. */
    public Set<String> suspects() {
        return suspects;
    }

    /** The instances that have left most recently, the newest last. */
    public List<Departure> departures() {
        return departures;
    }

    /**
     * The snapshot as bytes, rendered once.
     *
     * @param renderer renders the snapshot; the same for each call
     * @return shared bytes, not to be changed
     */
    public byte[] rendered(Function<Snapshot, byte[]> renderer) {
        byte[] bytes = rendered;
        if (bytes == null) {
            bytes = renderer.apply(this);
            rendered = bytes;
        }
        return bytes;
    }
}

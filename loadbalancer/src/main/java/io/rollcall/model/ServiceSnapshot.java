package io.rollcall.model;

import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * All instances of a service as known at one moment. A later change is another snapshot with a higher
 * {@link #revision()}. Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class ServiceSnapshot {

    /**
     * How a snapshot was received.
     *
     * @since 0.1
     */
    public enum Source {
        /** Nothing was received for the service yet. */
        NONE,
        /** Sent by the registry when it changed. */
        PUSH,
        /** Requested. */
        PULL,
        /** Read from the file that an earlier run left. */
        DISK,
        /** Passed by the application. */
        STATIC
    }

    private final String service;
    private final long revision;
    private final List<ServiceInstance> instances;
    private final Source source;
    private final TimeSource time;
    private final long receivedNanos;

    private ServiceSnapshot(
            String service,
            long revision,
            List<ServiceInstance> instances,
            Source source,
            Duration age,
            TimeSource time) {
        this.service = service;
        this.revision = revision;
        this.instances = List.copyOf(instances);
        this.source = source;
        this.time = time;
        this.receivedNanos = time.nanoTime() - age.toNanos();
    }

    /** A snapshot received now. */
    public static ServiceSnapshot of(
            String service, long revision, List<ServiceInstance> instances, Source source, TimeSource time) {
        return of(service, revision, instances, source, Duration.ZERO, time);
    }

    /** A snapshot that was true {@code age} ago, such as one from disk. */
    public static ServiceSnapshot of(
            String service,
            long revision,
            List<ServiceInstance> instances,
            Source source,
            Duration age,
            TimeSource time) {
        return new ServiceSnapshot(service, revision, instances, source, age, time);
    }

    /** A snapshot passed by the application, at revision 0. */
    public static ServiceSnapshot of(String service, List<ServiceInstance> instances) {
        return of(service, 0, instances, Source.STATIC, TimeSource.system());
    }

    /** The service's name. */
    public String service() {
        return service;
    }

    /** Rises with every change of this service. */
    public long revision() {
        return revision;
    }

    /** All instances, of whatever status. Unmodifiable. */
    public List<ServiceInstance> instances() {
        return instances;
    }

    /** How it was received. */
    public Source source() {
        return source;
    }

    /** How long ago it was received or confirmed. Never negative. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, time.nanoTime() - receivedNanos));
    }

    @Override
    public String toString() {
        return service + "@" + revision + " (" + source + ", " + instances.size() + " instances)";
    }
}

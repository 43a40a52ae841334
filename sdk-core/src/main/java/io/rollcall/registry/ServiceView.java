package io.rollcall.registry;

import io.rollcall.model.ServiceInstance;
import java.util.List;

/**
 * The state of a service as a registry reported it. Immutable.
 *
 * @param service the name of the service
 * @param incarnation identifies the registry's data: revisions of different incarnations are not comparable. Empty if
 *     the registry's revisions never restart
 * @param revision increases with each change of the service within one incarnation
 * @param instances in any status
 * @param validator lets the backend make a conditional request, such as an ETag; empty for none
 * @since 0.1
 */
public record ServiceView(
        String service, String incarnation, long revision, List<ServiceInstance> instances, String validator) {

    public ServiceView {
        instances = List.copyOf(instances);
    }

    /** Whether this may replace {@code other}: it is newer, or of another incarnation. */
    public boolean supersedes(ServiceView other) {
        return !incarnation.equals(other.incarnation) || revision > other.revision;
    }
}

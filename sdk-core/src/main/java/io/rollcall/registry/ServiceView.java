package io.rollcall.registry;

import io.rollcall.model.ServiceInstance;
import java.util.List;

/**
 * A service as a registry told it.
 *
 * @param service its name
 * @param incarnation names one life of the registry's data: revisions of different incarnations do not compare. Empty
 *     where a registry's revisions never begin anew
 * @param revision rises with each change of the service within one incarnation
 * @param instances of whatever status
 * @param validator what the backend needs to ask "anything new?", such as an ETag; empty for none
 */
public record ServiceView(
        String service, String incarnation, long revision, List<ServiceInstance> instances, String validator) {

    public ServiceView {
        instances = List.copyOf(instances);
    }

    /** Whether this may replace {@code other}: it is newer, or of another life of the registry. */
    public boolean supersedes(ServiceView other) {
        return !incarnation.equals(other.incarnation) || revision > other.revision;
    }
}

package io.rollcall.event;

import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one snapshot of a service has that the one before had not. An instance is the same as long as its id is; any
 * change of what it says of itself is a change.
 *
 * @param before the snapshot before
 * @param after the snapshot in force now
 * @param added instances that were not there before
 * @param removed instances that are gone, as they were last known
 * @param changed instances that say something else of themselves than before, as they are now
 */
public record ServiceChangedEvent(
        ServiceSnapshot before,
        ServiceSnapshot after,
        List<ServiceInstance> added,
        List<ServiceInstance> removed,
        List<ServiceInstance> changed) {

    /** Copies the lists. */
    public ServiceChangedEvent {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /** The difference of two snapshots of one service. */
    public static ServiceChangedEvent between(ServiceSnapshot before, ServiceSnapshot after) {
        Map<String, ServiceInstance> gone = new HashMap<>();
        before.instances().forEach(instance -> gone.put(instance.id(), instance));
        List<ServiceInstance> added = new ArrayList<>();
        List<ServiceInstance> changed = new ArrayList<>();
        for (ServiceInstance instance : after.instances()) {
            ServiceInstance known = gone.remove(instance.id());
            if (known == null) {
                added.add(instance);
            } else if (!known.equals(instance)) {
                changed.add(instance);
            }
        }
        return new ServiceChangedEvent(before, after, added, List.copyOf(gone.values()), changed);
    }

    /** The service's name. */
    public String service() {
        return after.service();
    }

    /** Whether the instances are the same, so that only the snapshot's age or source is new. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }
}

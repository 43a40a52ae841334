package io.rollcall.event;

import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The instances of a service changed: the difference of two snapshots. Instances are the same if their ids are equal; a
 * difference in any other property, metadata included, is a change.
 *
 * @param before the previous snapshot
 * @param after the snapshot in force now
 * @param added the new instances
 * @param removed the instances that are no longer listed, as they were last known
 * @param changed the instances with other properties than before, as they are now
 * @since 0.1
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
        Map<String, ServiceInstance> missing = new HashMap<>();
        before.instances().forEach(instance -> missing.put(instance.id(), instance));
        List<ServiceInstance> added = new ArrayList<>();
        List<ServiceInstance> changed = new ArrayList<>();
        for (ServiceInstance instance : after.instances()) {
            ServiceInstance known = missing.remove(instance.id());
            if (known == null) {
                added.add(instance);
            } else if (!known.equals(instance)) {
                changed.add(instance);
            }
        }
        return new ServiceChangedEvent(before, after, added, List.copyOf(missing.values()), changed);
    }

    /** The service's name. */
    public String service() {
        return after.service();
    }

    /** Whether the instances are the same, and only the snapshot's age or source differs. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }
}

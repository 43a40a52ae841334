package io.rollcall.consul;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads lists of Consul. An entry that is no legal instance is left out, counted and told once for each kind of fault.
 * Threadsafe.
 */
final class HealthList {
    private final BadEntries badEntries;

    HealthList(String agent) {
        this.badEntries = new BadEntries(agent);
    }

    /** The instances of a service, as {@code /v1/health/service} lists them. */
    List<ServiceInstance> instances(String service, byte[] json) throws UnreadableAnswerException {
        List<CatalogEntry> entries = new ArrayList<>();
        for (JsonNode entry : Json.array(json)) {
            try {
                entries.add(CatalogEntry.read(service, entry));
            } catch (IllegalArgumentException e) {
                badEntries.dropped(service, e);
            }
        }
        // Where all foreign instances have Consul's default, nobody chose a weight: they are as heavy as any other.
        boolean weighted = entries.stream().anyMatch(entry -> entry.isForeign() && entry.foreignWeight() != 1);
        Map<String, Listed> byId = new LinkedHashMap<>();
        for (CatalogEntry entry : entries) {
            try {
                ServiceInstance instance = entry.instance(weighted);
                byId.merge(instance.id(), new Listed(instance, entry.modifiedAt()), Listed::preferred);
            } catch (IllegalArgumentException e) {
                badEntries.dropped(service, e);
            }
        }
        return byId.values().stream().map(Listed::instance).toList();
    }

    /**
     * One of perhaps several entries of an instance: it may be registered at one agent, and its old lease at another
     * not over yet.
     */
    private record Listed(ServiceInstance instance, long modifiedAt) {
        Listed preferred(Listed other) {
            if (instance.generation() != other.instance.generation()) {
                return instance.generation() > other.instance.generation() ? this : other;
            }
            boolean down = instance.status() == InstanceStatus.DOWN;
            boolean otherDown = other.instance.status() == InstanceStatus.DOWN;
            if (down != otherDown) {
                return down ? other : this;
            }
            return modifiedAt >= other.modifiedAt ? this : other;
        }
    }

    /** The names of all services, as {@code /v1/catalog/services} lists them. */
    List<String> names(byte[] json) throws UnreadableAnswerException {
        List<String> names = new ArrayList<>();
        Json.object(json).properties().forEach(entry -> {
            try {
                ServiceInstance.named(entry.getKey());
                names.add(entry.getKey());
            } catch (IllegalArgumentException e) {
                badEntries.dropped("the list of services", e);
            }
        });
        return names.stream().sorted().toList();
    }

    /** How many entries were left out so far. */
    long droppedEntries() {
        return badEntries.count();
    }
}

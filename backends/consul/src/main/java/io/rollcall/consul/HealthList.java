package io.rollcall.consul;

import io.rollcall.internal.json.Json;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.support.RefusedEntries;
import io.rollcall.registry.support.UnreadableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import tools.jackson.databind.JsonNode;

/**
 * Parses Consul's lists. An entry that is no legal instance is left out and reported, and logged once for each kind of
 * fault. Threadsafe.
 */
final class HealthList {
    private final RefusedEntries refusedEntries;

    /** @param refused receives the number of illegal entries of each list that has some */
    HealthList(String agent, ObjIntConsumer<String> refused) {
        this.refusedEntries = new RefusedEntries(agent, refused);
    }

    /** The instances of a service, as {@code /v1/health/service} lists them. */
    List<ServiceInstance> instances(String service, byte[] json) throws UnreadableException {
        List<CatalogEntry> entries = refusedEntries.legal(service, Json.array(json), entry -> read(service, entry));
        // If all foreign instances have Consul's default, no weight was chosen: they have the weight of any other.
        boolean weighted = entries.stream().anyMatch(entry -> entry.isForeign() && entry.foreignWeight() != 1);
        Map<String, Listed> byId = new LinkedHashMap<>();
        for (CatalogEntry entry : entries) {
            Listed listed = new Listed(entry.weighted(weighted), entry.modifiedAt());
            byId.merge(listed.instance().id(), listed, Listed::preferred);
        }
        return byId.values().stream().map(Listed::instance).toList();
    }

    /** Whatever is wrong with an entry, it is wrong with this entry only. */
    private static CatalogEntry read(String service, JsonNode entry) {
        try {
            return CatalogEntry.read(service, entry);
        } catch (IllegalArgumentException illegal) {
            throw illegal;
        } catch (RuntimeException unexpected) {
            throw new IllegalArgumentException("entry: cannot be read: " + unexpected, unexpected);
        }
    }

    /**
     * One of possibly several entries of an instance: it may be registered at one agent while its old lease at another
     * has not expired.
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
    List<String> names(byte[] json) throws UnreadableException {
        return refusedEntries.legalNames(Json.object(json).propertyNames());
    }
}

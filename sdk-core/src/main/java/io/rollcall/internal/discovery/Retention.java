package io.rollcall.internal.discovery;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.ServiceView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one service that a registry <em>lost</em> rather than removed. They go on being served for a bounded
 * time, because they are most likely alive and about to register again.
 *
 * <p>Instances that were UP and are missing from the next view are lost
 *
 * <ul>
 *   <li>if the view is of another incarnation: a registry that begins anew knows nobody, and hears of one after the
 *       other again;
 *   <li>if, in the same incarnation, two or more of them are gone at once and nobody is left. Services end one by one,
 *       and drain first; a whole fleet that is gone in one step is rather a registry that dropped it.
 * </ul>
 *
 * After a view from disk only the first of these counts: much may have happened since it was written.
 *
 * <p>Everything else was removed and is believed at once: the last instance that deregisters, any that was draining or
 * down before, some of many. An instance is kept until it is listed again, until another is listed at its address, or
 * until the bound ends, whatever comes first. The bound runs from the moment it was lost, whatever the registry says
 * after that, but only {@linkplain HeardTime while it says something}: one that is emptied and then cannot be reached,
 * or one that fails again at each start, takes nobody away.
 *
 * <p>Not threadsafe.
 */
final class Retention {
    private final long boundNanos;
    private final HeardTime time;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    /** @param lostAt in heard time */
    private record Kept(ServiceInstance instance, long lostAt) {}

    Retention(DiscoveryConfig config) {
        this.boundNanos = config.protection().toNanos();
        this.time = new HeardTime(config.confirmed());
    }

    /** The registry answered. */
    void heard(long nowNanos) {
        time.heard(nowNanos);
    }

    /** The registry could not be asked. */
    void failed() {
        time.failed();
    }

    /** Takes {@code after} over from {@code before}, and decides who was lost between them. */
    void moved(@Nullable ServiceView before, ServiceView after, long nowNanos) {
        moved(before, after, before != null && (isAnotherLife(before, after) || isGoneAtOnce(before, after)), nowNanos);
    }

    /** The same where {@code before} was not told by this registry just now. */
    void movedFromDisk(@Nullable ServiceView before, ServiceView after, long nowNanos) {
        moved(before, after, before != null && isAnotherLife(before, after), nowNanos);
    }

    private void moved(@Nullable ServiceView before, ServiceView after, boolean lost, long nowNanos) {
        Set<String> ids = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (ServiceInstance instance : after.instances()) {
            ids.add(instance.id());
            addresses.add(instance.authority());
        }
        if (before != null && lost && boundNanos > 0) {
            before.instances().stream()
                    .filter(i -> i.status() == InstanceStatus.UP && !ids.contains(i.id()))
                    .forEach(i -> kept.put(i.id(), new Kept(i, time.at(nowNanos))));
        }
        kept.values().removeIf(k -> ids.contains(k.instance.id()) || addresses.contains(k.instance.authority()));
    }

    /** Drops whose time is over. Returns whether there was one. */
    boolean expire(long nowNanos) {
        return kept.values().removeIf(k -> time.at(nowNanos) - k.lostAt >= boundNanos);
    }

    /** Those kept now. */
    List<ServiceInstance> kept() {
        return kept.values().stream().map(Kept::instance).toList();
    }

    /** What callers may see: what the registry lists, and those kept. */
    List<ServiceInstance> served(ServiceView view) {
        if (kept.isEmpty()) {
            return view.instances();
        }
        List<ServiceInstance> all = new ArrayList<>(view.instances());
        all.addAll(kept());
        return all;
    }

    private static boolean isAnotherLife(ServiceView before, ServiceView after) {
        return !before.incarnation().equals(after.incarnation());
    }

    private static boolean isGoneAtOnce(ServiceView before, ServiceView after) {
        return after.instances().isEmpty()
                && before.instances().stream()
                                .filter(i -> i.status() == InstanceStatus.UP)
                                .count()
                        >= 2;
    }
}

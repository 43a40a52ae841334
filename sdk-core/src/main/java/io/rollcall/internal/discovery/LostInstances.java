package io.rollcall.internal.discovery;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Departure;
import io.rollcall.registry.ServiceView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one service that a registry <em>lost</em> rather than removed. They are served for a bounded time,
 * because they are most likely alive and about to register again.
 *
 * <p>Instances that were UP and are missing from the next view are lost
 *
 * <ul>
 *   <li>if the view is of another incarnation: a registry that starts empty learns of its instances one by one;
 *   <li>if, within one incarnation, two or more of them are missing at once and none is left, unless the registry
 *       reports that they were removed. Instances usually end one by one and drain first; a whole fleet that is gone in
 *       one step was more likely dropped by the registry.
 * </ul>
 *
 * <p>Instances whose leases expire one by one are believed to have ended, as long as they are few. Once those that
 * expired within the bound are two or more, and more than those that are still up, the network between instances and
 * registry is the more likely cause: until that changes they are served as well, as Eureka's self-preservation and
 * Envoy's panic do.
 *
 * <p>After a view from disk only the first rule applies: much may have happened since it was written.
 *
 * <p>Every other removal takes effect at once: the last instance that deregisters, any that was draining or down
 * before, some of many. An instance is retained until it is listed again, until another one is listed at its address,
 * or until the bound ends, whichever comes first. The bound runs from the moment the instance was lost, whatever the
 * registry reports later, but only in {@linkplain ResponsiveTime time in which it responds}: a registry that is emptied
 * and then becomes unreachable, or that crashes after each start, removes no instance.
 *
 * <p>Not threadsafe.
 */
final class LostInstances {
    private final long boundNanos;
    private final ResponsiveTime time;
    /** The instances that the registry lists as UP. */
    private long up;

    private final Map<String, Retained> retained = new LinkedHashMap<>();
    private final Map<String, Retained> expired = new LinkedHashMap<>();
    /** Those that left without a reason so far: a registry may hide a lease that ran out before it reports that. */
    private final Map<String, Retained> unexplained = new LinkedHashMap<>();
    /** Whether the registry reports reasons at all. */
    private boolean reportsDepartures;

    /** @param lostAt in responsive time */
    private record Retained(ServiceInstance instance, long lostAt) {}

    LostInstances(DiscoveryConfig config) {
        this.boundNanos = config.protection().toNanos();
        this.time = new ResponsiveTime(config.confirmationWindow());
    }

    /** The registry responded. */
    void responded(long nowNanos) {
        time.responded(nowNanos);
    }

    /** A request to the registry failed. */
    void failed() {
        time.failed();
    }

    /** Replaces {@code before} by {@code after}, and decides which instances were lost in between. */
    void update(@Nullable ServiceView before, ServiceView after, long nowNanos) {
        boolean lost = before != null && (isNewIncarnation(before, after) || isFleetGoneAtOnce(before, after));
        update(before, after, lost, nowNanos);
    }

    /** The same where {@code before} was stored by an earlier run. */
    void updateFromDisk(@Nullable ServiceView before, ServiceView after, long nowNanos) {
        update(before, after, before != null && isNewIncarnation(before, after), nowNanos);
    }

    private void update(@Nullable ServiceView before, ServiceView after, boolean lost, long nowNanos) {
        Set<String> ids = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (ServiceInstance instance : after.instances()) {
            ids.add(instance.id());
            addresses.add(instance.authority());
        }
        reportsDepartures |= !after.departures().isEmpty();
        if (before != null && boundNanos > 0) {
            before.instances().stream()
                    .filter(i -> i.status() == InstanceStatus.UP && !ids.contains(i.id()))
                    .forEach(i -> left(i, lost, after, nowNanos));
        }
        Predicate<Retained> isBack = r -> ids.contains(r.instance.id()) || addresses.contains(r.instance.authority());
        retained.values().removeIf(isBack);
        unexplained.values().removeIf(isBack);
        explain(after);
        expired.values().removeIf(isBack);
        up = up(after).count();
    }

    private void explain(ServiceView after) {
        unexplained.values().removeIf(left -> {
            Departure departure = after.departures().get(left.instance.id());
            if (departure == Departure.EXPIRED) {
                expired.put(left.instance.id(), left);
            }
            return departure != null;
        });
    }

    private void left(ServiceInstance instance, boolean lost, ServiceView after, long nowNanos) {
        if (lost && !isRemoved(instance, after)) {
            retained.put(instance.id(), new Retained(instance, time.at(nowNanos)));
        } else if (reportsDepartures) {
            unexplained.put(instance.id(), new Retained(instance, time.at(nowNanos)));
        }
    }

    /** Whether so many leases expired that the network is the more likely cause. */
    private boolean isPreserving() {
        return expired.size() >= 2 && expired.size() > up;
    }

    /** Drops instances whose bound has ended. Returns whether there were any. */
    boolean expire(long nowNanos) {
        boolean preserved = isPreserving();
        Predicate<Retained> isOver = r -> time.at(nowNanos) - r.lostAt >= boundNanos;
        unexplained.values().removeIf(isOver);
        boolean any = retained.values().removeIf(isOver);
        return (expired.values().removeIf(isOver) && preserved) || any;
    }

    /** The instances retained now. */
    List<ServiceInstance> retained() {
        return Stream.of(retained, isPreserving() ? expired : Map.<String, Retained>of())
                .flatMap(each -> each.values().stream())
                .map(Retained::instance)
                .distinct()
                .toList();
    }

    /** The instances that callers see: those the registry lists, and those retained. */
    List<ServiceInstance> served(ServiceView view) {
        List<ServiceInstance> kept = retained();
        if (kept.isEmpty()) {
            return view.instances();
        }
        List<ServiceInstance> all = new ArrayList<>(view.instances());
        all.addAll(kept);
        return all;
    }

    private static boolean isNewIncarnation(ServiceView before, ServiceView after) {
        return !before.incarnation().equals(after.incarnation());
    }

    private static boolean isFleetGoneAtOnce(ServiceView before, ServiceView after) {
        return after.instances().isEmpty()
                && up(before).filter(i -> !isRemoved(i, after)).count() >= 2;
    }

    private static Stream<ServiceInstance> up(ServiceView view) {
        return view.instances().stream().filter(i -> i.status() == InstanceStatus.UP);
    }

    private static boolean isRemoved(ServiceInstance instance, ServiceView after) {
        Departure departure = after.departures().get(instance.id());
        return departure == Departure.DEREGISTERED || departure == Departure.DRAINED;
    }

    /**
     * A clock that runs only while the registry responds: between two responses, if they are close together. It stops
     * while requests fail or get no response.
     *
     * <p>Not threadsafe.
     */
    static final class ResponsiveTime {
        private final long windowNanos;
        private long elapsed;
        private long respondedNanos;
        private boolean responsive;

        /** @param window the time between two responses that are further apart than this does not count */
        ResponsiveTime(Duration window) {
            this.windowNanos = window.toNanos();
        }

        void responded(long nowNanos) {
            elapsed = at(nowNanos);
            respondedNanos = nowNanos;
            responsive = true;
        }

        /** Stops until the next response. */
        void failed() {
            responsive = false;
        }

        /** The elapsed time; less than a moment before if the time since the last response turned out to be a gap. */
        long at(long nowNanos) {
            long since = nowNanos - respondedNanos;
            return responsive && since <= windowNanos ? elapsed + since : elapsed;
        }
    }
}

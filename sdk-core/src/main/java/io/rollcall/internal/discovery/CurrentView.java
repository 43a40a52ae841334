package io.rollcall.internal.discovery;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.ServiceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest view of a service, and the rule by which another one replaces it: compare first, then store.
 *
 * <p>Revisions are comparable within one incarnation of the registry only. Between incarnations time decides: a view of
 * the previous incarnation is stale if its request or watch began before the current incarnation was first seen.
 *
 * <p>Not threadsafe.
 */
final class CurrentView {

    private final LostInstances lost;
    private @Nullable ServiceView view;
    private boolean fromDisk;
    private @Nullable String previousIncarnation;
    private long replacedNanos;

    CurrentView(DiscoveryConfig config) {
        this.lost = new LostInstances(config);
    }

    /** Applies a view stored by an earlier run. Any view from the registry replaces it. */
    void restore(ServiceView stored) {
        view = stored;
        fromDisk = true;
    }

    /**
     * Applies {@code received} unless it is older than the current view.
     *
     * @param requestedNanos when the request was sent, or the watch opened, that delivered it
     * @return false if it is stale
     */
    boolean apply(ServiceView received, long requestedNanos, long nowNanos) {
        ServiceView current = view;
        if (fromDisk) {
            fromDisk = false;
            lost.responded(nowNanos);
            lost.updateFromDisk(current, received, nowNanos);
            view = received;
            return true;
        }
        if (current != null && !received.supersedes(current)) {
            return isCurrent(received) && confirmedBy(received, nowNanos);
        }
        if (current != null && !received.incarnation().equals(current.incarnation())) {
            if (received.incarnation().equals(previousIncarnation) && requestedNanos - replacedNanos <= 0) {
                return false;
            }
            previousIncarnation = current.incarnation();
            replacedNanos = nowNanos;
        }
        lost.responded(nowNanos);
        lost.update(current, received, nowNanos);
        view = received;
        return true;
    }

    /** Whether {@code other} has the revision and incarnation of the current view. */
    boolean isCurrent(@Nullable ServiceView other) {
        ServiceView current = view;
        return current != null && other != null && !other.supersedes(current) && !current.supersedes(other);
    }

    /** Only pulled views have a validator; keeping it lets the next fetch be conditional. */
    private boolean confirmedBy(ServiceView same, long nowNanos) {
        lost.responded(nowNanos);
        if (!same.validator().isEmpty()) {
            view = same;
        }
        return true;
    }

    /** The current view if the registry reported it, or null if there is none or it is from disk. */
    @Nullable
    ServiceView fromRegistry() {
        return fromDisk ? null : view;
    }

    /** The revision of the current view, or 0. */
    long revision() {
        ServiceView current = view;
        return current == null ? 0 : current.revision();
    }

    /** The instances that callers see: those the registry lists, and those retained. */
    List<ServiceInstance> served() {
        ServiceView current = view;
        return current == null ? List.of() : lost.served(current);
    }

    /** The instances that are served although the registry does not list them. */
    List<ServiceInstance> retained() {
        return lost.retained();
    }

    /** The registry confirmed the current view. */
    void confirmed(long nowNanos) {
        lost.responded(nowNanos);
    }

    /** A request to the registry failed. */
    void failed() {
        lost.failed();
    }

    /** Drops instances whose retention has ended. Returns whether there were any. */
    boolean expire(long nowNanos) {
        return lost.expire(nowNanos);
    }
}

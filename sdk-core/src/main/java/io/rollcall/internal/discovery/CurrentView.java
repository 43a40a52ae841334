package io.rollcall.internal.discovery;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.ServiceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest view of a service, and the rule by which another one replaces it: compare first, then store.
 *
 * <p>Revisions compare within one incarnation of the registry. Between incarnations they do not, so there time decides:
 * what a conversation that began before the present incarnation was heard of tells of the one before is late.
 *
 * <p>Not threadsafe.
 */
final class CurrentView {

    /** What became of a view that was offered. */
    enum Verdict {
        /** It is held now, if it was not before. */
        HELD,
        /** It is older than what is held. */
        LATE
    }

    private final Retention retention;
    private @Nullable ServiceView view;
    private boolean fromDisk;
    private @Nullable String leftIncarnation;
    private long leftNanos;

    CurrentView(DiscoveryConfig config) {
        this.retention = new Retention(config);
    }

    /** Takes over what an earlier run was told. Whatever the registry says replaces it. */
    void restore(ServiceView stored) {
        view = stored;
        fromDisk = true;
    }

    /**
     * Takes {@code offered} over if it is newer.
     *
     * @param sinceNanos when the conversation began in which it was told
     */
    Verdict offer(ServiceView offered, long sinceNanos, long nowNanos) {
        ServiceView held = view;
        if (fromDisk) {
            fromDisk = false;
            retention.heard(nowNanos);
            retention.movedFromDisk(held, offered, nowNanos);
            view = offered;
            return Verdict.HELD;
        }
        if (held != null && !offered.supersedes(held)) {
            return isHeld(offered) ? renewed(offered, nowNanos) : Verdict.LATE;
        }
        if (held != null && !offered.incarnation().equals(held.incarnation())) {
            if (offered.incarnation().equals(leftIncarnation) && sinceNanos - leftNanos <= 0) {
                return Verdict.LATE;
            }
            leftIncarnation = held.incarnation();
            leftNanos = nowNanos;
        }
        retention.heard(nowNanos);
        retention.moved(held, offered, nowNanos);
        view = offered;
        return Verdict.HELD;
    }

    /** Whether {@code asked} is, in another wording, what is held. */
    boolean isHeld(@Nullable ServiceView asked) {
        ServiceView held = view;
        return held != null && asked != null && !asked.supersedes(held) && !held.supersedes(asked);
    }

    /** What was pulled has a validator, what was pushed has not: with it the next question is a short one. */
    private Verdict renewed(ServiceView same, long nowNanos) {
        retention.heard(nowNanos);
        if (!same.validator().isEmpty()) {
            view = same;
        }
        return Verdict.HELD;
    }

    /** As the registry told it, or null if it has not. */
    @Nullable
    ServiceView current() {
        return fromDisk ? null : view;
    }

    /** Of the view that is held, or 0. */
    long revision() {
        ServiceView held = view;
        return held == null ? 0 : held.revision();
    }

    /** What callers may see: what the registry lists, and what it lost lately. */
    List<ServiceInstance> served() {
        ServiceView held = view;
        return held == null ? List.of() : retention.served(held);
    }

    /** Those that are served though the registry does not list them. */
    List<ServiceInstance> kept() {
        return retention.kept();
    }

    /** What is held was confirmed. */
    void confirmed(long nowNanos) {
        retention.heard(nowNanos);
    }

    /** The registry could not be asked. */
    void failed() {
        retention.failed();
    }

    /** Drops what was kept long enough. Returns whether there was any. */
    boolean expire(long nowNanos) {
        return retention.expire(nowNanos);
    }
}

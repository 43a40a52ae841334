package io.rollcall.internal.lease;

import io.rollcall.internal.lease.LeaseRequest.Kind;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log of one registration: an outage is logged once when it begins and once when it ends, not per attempt.
 *
 * <p><b>Concurrency.</b> Results are logged by one thread at a time; {@code currentFailure} is volatile because that
 * thread changes.
 */
final class RegistrationLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.rollcall.internal.lease");

    private final String name;
    private volatile RegistryException.@Nullable Kind currentFailure;
    private volatile boolean clampReported;

    RegistrationLog(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** @param before the state when the result arrived */
    void result(LeaseResult result, State before) {
        if (result.failure() == null) {
            acknowledged(result.request(), result.lease());
        } else {
            failed(result.request(), result.failure(), before);
        }
    }

    private void acknowledged(LeaseRequest request, @Nullable Lease lease) {
        if (request.kind() == Kind.REGISTER && lease != null) {
            LOG.info("{} is registered as {}, lease {}", name, request.instance(), lease.ttl());
        } else if (currentFailure != null) {
            LOG.info("{}: the registry responds again", name);
        }
        currentFailure = null;
    }

    private void failed(LeaseRequest request, RegistryException failure, State before) {
        if (failure.kind() == currentFailure) {
            LOG.debug("{}: {} failed again: {}", name, request.kind(), failure.getMessage());
            return;
        }
        currentFailure = failure.kind();
        LOG.warn(
                "{} ({}): {} It is retried; further failures of this kind are not logged.",
                name,
                before,
                failure.getMessage());
    }

    void over(State state) {
        switch (state) {
            case SUPERSEDED ->
                LOG.warn(
                        "{}: a newer process has registered this id; this process is no longer registered. Next: stop"
                                + " it, or give each process its own id.",
                        name);
            case ABANDONED ->
                LOG.warn(
                        "{}: the registry did not confirm the removal in time. Next: nothing; it removes the instance when its"
                                + " lease ends.",
                        name);
            default -> LOG.info("{} is {}", name, state);
        }
    }

    IllegalStateException isOver(State finalState) {
        return new IllegalStateException(name + " is " + finalState
                + ": its registration is over. Next: register the instance again if it is to return.");
    }

    void overdue() {
        LOG.warn(
                "{}: a request to the registry is overdue by more than a third of the TTL. Next: look for a stalled JVM"
                        + " or a registry that does not respond.",
                name);
    }

    /** The registry granted a lease that is out of bounds; logged once. */
    void clamped(Lease granted, Lease used) {
        if (!clampReported) {
            clampReported = true;
            LOG.warn(
                    "{}: the registry granted a lease of {} with a heartbeat of {} (expected: a TTL from 1 s to 24 h); {} and"
                            + " {} are used. Next: correct the registry's configuration.",
                    name,
                    granted.ttl(),
                    granted.heartbeat(),
                    used.ttl(),
                    used.heartbeat());
        }
    }

    void turnFailed(Throwable e) {
        LOG.error("{}: keeping the lease failed and is retried after a wait. Next: report this.", name, e);
    }

    void rejected(Throwable e) {
        LOG.warn("{}: no thread is available for a request to the registry, which is retried: {}", name, e.toString());
    }
}

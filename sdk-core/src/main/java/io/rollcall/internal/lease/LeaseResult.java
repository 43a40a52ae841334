package io.rollcall.internal.lease;

import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request to the registry.
 *
 * @param request the request
 * @param lease the granted lease; null if none was granted or the request failed
 * @param failure null if the request succeeded
 * @param sentAt when it was sent, monotonic nanoseconds
 */
record LeaseResult(
        LeaseRequest request,
        @Nullable Lease lease,
        @Nullable RegistryException failure,
        long sentAt) {

    /** Sends {@code request}. Blocks, and never throws. */
    static LeaseResult of(LeaseRequest request, RegistryBackend backend, long sentAt) {
        try {
            return new LeaseResult(request, request.sendTo(backend), null, sentAt);
        } catch (RegistryException e) {
            return new LeaseResult(request, null, e, sentAt);
        } catch (Throwable e) {
            RegistryException unexpected = new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, request + " ended with " + e + ". Next: report this.", e);
            return new LeaseResult(request, null, unexpected, sentAt);
        }
    }

    /** This result with its lease within {@link LeaseBounds}; {@code log} gets the difference. */
    LeaseResult bounded(RegistrationLog log) {
        Lease granted = lease;
        if (granted == null) {
            return this;
        }
        Lease clamped = LeaseBounds.clamp(granted);
        if (!clamped.equals(granted)) {
            log.clamped(granted, clamped);
        }
        return new LeaseResult(request, clamped, failure, sentAt);
    }
}

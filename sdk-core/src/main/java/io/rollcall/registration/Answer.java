package io.rollcall.registration;

import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a message to the registry.
 *
 * @param to the message
 * @param lease what a registration was granted; null for other messages, and if it failed
 * @param failure why it failed; null if it did not
 * @param sentAt when it was sent, monotonic nanoseconds
 */
record Answer(Message to, @Nullable Lease lease, @Nullable RegistryException failure, long sentAt) {

    /** Sends {@code message}, and counts what comes of it. Blocks, and never throws. */
    static Answer to(Message message, Machinery machinery, long sentAt) {
        try {
            Lease lease = message.sendTo(machinery.backend());
            machinery.tally().succeeded(message.kind());
            return new Answer(message, lease, null, sentAt);
        } catch (RegistryException e) {
            return failed(message, machinery, e, sentAt);
        } catch (Throwable e) {
            machinery.tally().broken();
            RegistryException broken = new RegistryException(
                    RegistryException.Kind.UNAVAILABLE, message + " ended with " + e + ". Next: report this.", e);
            return failed(message, machinery, broken, sentAt);
        }
    }

    private static Answer failed(Message message, Machinery machinery, RegistryException failure, long sentAt) {
        machinery.tally().failed();
        return new Answer(message, null, failure, sentAt);
    }
}

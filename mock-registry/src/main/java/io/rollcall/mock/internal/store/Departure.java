package io.rollcall.mock.internal.store;

/**
 * An instance that is not registered any more.
 *
 * @param instanceId the instance
 * @param generation the generation that has left
 * @param reason why it has left
 * @param at when it left, by the store's clock
 */
public record Departure(String instanceId, long generation, Reason reason, long at) {

    /** Why an instance has left. */
    public enum Reason {
        /** It, or somebody for it, has removed it. */
        DEREGISTERED,
        /** The same, after it had announced its end with status DRAINING. */
        DRAINED,
        /** Its lease has expired. */
        EXPIRED
    }
}

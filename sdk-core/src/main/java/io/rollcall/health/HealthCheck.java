package io.rollcall.health;

import java.util.Objects;

/**
 * Says whether this process, or one registration of it, can do its work. Added with
 * {@link io.rollcall.RollcallBuilder#healthCheck} or
 * {@link io.rollcall.registration.RegistrationOptions.Builder#healthCheck}, as whatever is at hand:
 *
 * <pre>{@code
 * .healthCheck("db", db::ping)                                 // void: up, unless it throws
 * .healthCheck("pool", () -> connection.isValid(1))            // boolean: up if true
 * .healthCheck("lag", () -> lag() < 30 ? up() : down("lag " + lag() + " s"))
 * }</pre>
 *
 * <p>A check runs on one of a few threads that all checks share, never twice at a time. It may block; one that takes
 * longer than the timeout is interrupted, counts as down for as long as it hangs, and holds up nothing else: while it
 * hangs, the others have a thread more.
 */
@FunctionalInterface
public interface HealthCheck {

    /**
     * Checks.
     *
     * @throws Exception if it is down; the exception's type and message are the reason
     */
    Result check() throws Exception;

    /** A check that is up unless it throws. */
    @FunctionalInterface
    interface Ping {

        /**
         * Returns if it is up.
         *
         * @throws Exception if it is down
         */
        void ping() throws Exception;
    }

    /** A check that is up if it returns true. */
    @FunctionalInterface
    interface Condition {

        /**
         * Whether it is up.
         *
         * @throws Exception if it is down
         */
        boolean holds() throws Exception;
    }

    /**
     * What a check found.
     *
     * @param isUp whether it is well
     * @param reason why not, for people: at most {@value #MAX_REASON} characters without control characters, the rest
     *     is cut off. It is logged and shown by the probes, so it must hold no secret.
     */
    record Result(boolean isUp, String reason) {
        /** The length of the longest reason. */
        public static final int MAX_REASON = 200;

        private static final Result UP = new Result(true, "");

        /** Cuts the reason to what it may be. */
        public Result {
            String plain = reason.replaceAll("\\p{Cntrl}", " ");
            reason = plain.length() > MAX_REASON ? plain.substring(0, MAX_REASON - 1) + "…" : plain;
        }

        /** It is well. */
        public static Result up() {
            return UP;
        }

        /** It is not, for this {@code reason}. */
        public static Result down(String reason) {
            return new Result(false, Objects.requireNonNull(reason, "reason"));
        }
    }
}

package io.rollcall.health;

import java.util.Objects;

/**
 * Checks whether this process, or one of its registrations, can do its work. Added with
 * {@link io.rollcall.RollcallBuilder#healthCheck} or
 * {@link io.rollcall.registration.RegistrationOptions.Builder#healthCheck}, in the form that suits the code:
 *
 * <pre>{@code
 * .healthCheck("db", db::ping)                                 // void: up, unless it throws
 * .healthCheck("pool", () -> connection.isValid(1))            // boolean: up if true
 * .healthCheck("lag", () -> lag() < 30 ? up() : down("lag " + lag() + " s"))
 * }</pre>
 *
 * <p>Checks share a few threads; no check runs twice at a time. A check may block. One that exceeds the timeout is
 * interrupted and is down for as long as it hangs; it delays no other check, because a thread is added meanwhile.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HealthCheck {

    /**
     * Runs the check.
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
     * The result of a check.
     *
     * @param isUp whether the check succeeded
     * @param reason why it failed, for people: at most {@value #MAX_REASON} characters without control characters, the
     *     rest is cut off. It is logged and shown by the probes, so it must not contain secrets.
     */
    record Result(boolean isUp, String reason) {
        /** The length of the longest reason. */
        public static final int MAX_REASON = 200;

        private static final Result UP = new Result(true, "");

        /** Truncates the reason. */
        public Result {
            String plain = reason.replaceAll("\\p{Cntrl}", " ");
            reason = plain.length() > MAX_REASON ? plain.substring(0, MAX_REASON - 1) + "…" : plain;
        }

        /** A success. */
        public static Result up() {
            return UP;
        }

        /** A failure with this {@code reason}. */
        public static Result down(String reason) {
            return new Result(false, Objects.requireNonNull(reason, "reason"));
        }
    }
}

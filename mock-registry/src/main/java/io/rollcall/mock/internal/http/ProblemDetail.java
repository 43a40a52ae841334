package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.RefusedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error response (RFC 9457).
 *
 * @param detail what is wrong with this request
 * @param field the field that is wrong, if it is a single one
 * @param rule what is expected, if there is a rule
 * @param action what the client can do about it
 */
record ProblemDetail(
        Kind kind,
        String detail,
        @Nullable String field,
        @Nullable String rule,
        String action) {

    /** The kinds of errors of the contract. The name, in lower case with hyphens, is the end of the problem's type. */
    enum Kind {
        INVALID_VALUE(400, "A value violates its rule"),
        MALFORMED_JSON(400, "The body is not the expected JSON"),
        MALFORMED_BODY(400, "The body is incomplete, or its framing is broken"),
        UNKNOWN_PATH(404, "There is nothing at this path"),
        UNKNOWN_INSTANCE(404, "The instance is not registered"),
        METHOD_NOT_ALLOWED(405, "The path does not support this method"),
        BODY_TOO_SLOW(408, "The body did not arrive in time"),
        OLDER_GENERATION(409, "A newer generation is registered"),
        BODY_TOO_LARGE(413, "The body is too large"),
        UNKNOWN_HOST(421, "The registry does not have this name"),
        UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
        TOO_MANY_SUBSCRIPTIONS(429, "There is no memory for another subscription"),
        TOO_MUCH_UNSENT(429, "There is no memory for another response"),
        INTERNAL_ERROR(500, "The registry failed"),
        TOO_MANY_SUBSCRIBERS(503, "There is no room for another subscriber"),
        STOPPING(503, "The registry is stopping"),
        REGISTRY_FULL(507, "The registry is full");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String title() {
            return title;
        }

        String type() {
            return "urn:rollcall:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static ProblemDetail of(Kind kind, String detail, String action) {
        return new ProblemDetail(kind, detail, null, null, action);
    }

    static ProblemDetail of(RefusedException refused) {
        Kind kind = switch (refused.reason()) {
            case INVALID -> Kind.INVALID_VALUE;
            case OLDER_GENERATION -> Kind.OLDER_GENERATION;
            case FULL -> Kind.REGISTRY_FULL;
        };
        String detail = String.valueOf(refused.getMessage());
        return new ProblemDetail(kind, detail, refused.field(), refused.rule(), refused.action());
    }
}

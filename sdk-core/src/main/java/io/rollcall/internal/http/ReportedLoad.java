package io.rollcall.internal.http;

import io.rollcall.http.RequestsInFlight;
import java.util.OptionalInt;
import okhttp3.Response;

/** The load that a server reports in a response. */
final class ReportedLoad {
    /** More than any server serves at once: greater values are ignored. */
    private static final int LIMIT = 1_000_000;

    private ReportedLoad() {}

    /** The requests in flight, or empty without a valid header. */
    static OptionalInt of(Response response) {
        String value = response.header(RequestsInFlight.HEADER);
        if (value == null || !value.matches("[0-9]{1,7}")) {
            return OptionalInt.empty();
        }
        int inFlight = Integer.parseInt(value);
        return inFlight <= LIMIT ? OptionalInt.of(inFlight) : OptionalInt.empty();
    }
}

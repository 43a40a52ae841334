package io.rollcall.internal.http;

import io.rollcall.http.RequestsInFlight;
import java.util.OptionalInt;
import okhttp3.Response;

/** What a server says of its own load in a response. */
final class ReportedLoad {
    /** More than any server serves at once: what is above says nothing. */
    private static final int MOST = 1_000_000;

    private ReportedLoad() {}

    /** The requests in flight, or empty if the header is not there or is no sensible number. */
    static OptionalInt of(Response response) {
        String told = response.header(RequestsInFlight.HEADER);
        if (told == null || !told.matches("[0-9]{1,7}")) {
            return OptionalInt.empty();
        }
        int inFlight = Integer.parseInt(told);
        return inFlight <= MOST ? OptionalInt.of(inFlight) : OptionalInt.empty();
    }
}

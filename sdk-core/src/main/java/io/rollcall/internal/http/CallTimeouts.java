package io.rollcall.internal.http;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Distinguishes a call that took too long from one that its caller cancelled: OkHttp cancels both, but only the first
 * counts against the instance. OkHttp names its {@code callTimeout} as the reason only when the call fails, so this
 * waits for that.
 */
public final class CallTimeouts extends EventListener {
    private final Attempt attempt;
    private final IOException failure;

    private CallTimeouts(Attempt attempt, IOException failure) {
        this.attempt = attempt;
        this.failure = failure;
    }

    /** Cancels {@code call}, which took longer than its caller allows. */
    public static void cancel(Call call) {
        call.tag(TimedOut.class, TimedOut::new);
        call.cancel();
    }

    /** Reports to {@code attempt}, which failed with its cancelled {@code call}, why that was cancelled. */
    static void report(Call call, Attempt attempt, IOException failure) {
        if (call.tag(TimedOut.class) != null) {
            attempt.timedOut(failure);
        } else {
            attempt.undecided(failure);
            call.addEventListener(new CallTimeouts(attempt, failure));
        }
    }

    @Override
    public void callFailed(Call call, IOException e) {
        if (OkHttpFailures.isOutOfTime(e)) {
            attempt.timedOut(failure);
        } else {
            attempt.cancelled(failure);
        }
    }

    /** Not by an {@link IOException}: an interceptor failed. */
    @Override
    public void callEnd(Call call) {
        attempt.cancelled(failure);
    }

    /** The tag of a call that took too long. */
    private static final class TimedOut {}
}

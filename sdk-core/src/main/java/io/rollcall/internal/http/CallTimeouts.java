package io.rollcall.internal.http;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Tells a call that took too long from one that its caller gave up: both end by being cancelled, but only the first
 * says something of the instance. OkHttp, which cancels a call that takes longer than its {@code callTimeout}, says so
 * only when the call fails; so this waits for that.
 */
public final class CallTimeouts extends EventListener {
    private final Attempt attempt;
    private final IOException failure;

    private CallTimeouts(Attempt attempt, IOException failure) {
        this.attempt = attempt;
        this.failure = failure;
    }

    /** Cancels {@code call}, which took longer than its caller allowed. */
    public static void cancel(Call call) {
        call.tag(Late.class, Late::new);
        call.cancel();
    }

    /** Tells {@code attempt}, which failed with its cancelled {@code call}, who cancelled that. */
    static void judge(Call call, Attempt attempt, IOException failure) {
        if (call.tag(Late.class) != null) {
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
    private static final class Late {}
}

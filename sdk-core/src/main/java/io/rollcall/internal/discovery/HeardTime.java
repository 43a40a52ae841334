package io.rollcall.internal.discovery;

import java.time.Duration;

/**
 * Time that passes only while the registry is heard: from one answer to the next, if they follow soon. While it cannot
 * be asked, or does not answer, this stands still.
 *
 * <p>Not threadsafe.
 */
final class HeardTime {
    private final long soonNanos;
    private long passed;
    private long heardNanos;
    private boolean answers;

    /** @param soon answers further apart than this say nothing of the time between them */
    HeardTime(Duration soon) {
        this.soonNanos = soon.toNanos();
    }

    void heard(long nowNanos) {
        passed = at(nowNanos);
        heardNanos = nowNanos;
        answers = true;
    }

    /** There is no next answer for now. */
    void failed() {
        answers = false;
    }

    /** What has passed; less than a moment ago if the time since the last answer turned out to be a gap. */
    long at(long nowNanos) {
        long since = nowNanos - heardNanos;
        return answers && since <= soonNanos ? passed + since : passed;
    }
}

package io.rollcall.consul;

import io.rollcall.time.Backoff;
import java.time.Duration;

/**
 * When a service is asked for again. An answer that comes after a long wait is followed by the next question at once.
 * Answers that come quickly are spaced: those with news by 20 ms, so that a busy service costs at most 50 answers a
 * second; those without, by a pause that doubles up to 1 s, so that a watch which is woken for nothing does not spin.
 * Answers that cannot be read are followed by a pause of 1 s that doubles up to 30 s.
 *
 * <p>Not threadsafe: of one query.
 */
final class Pace {
    private static final Backoff GAP = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));
    private static final Backoff AFTER_NONSENSE = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private int forNothing;
    private int nonsense;

    /** Nanoseconds to wait after an answer that told something new, and took {@code tookNanos}. */
    long afterNews(long tookNanos) {
        forNothing = 0;
        nonsense = 0;
        return Math.max(0, GAP.first().toNanos() - tookNanos);
    }

    /** The same after one that told nothing. */
    long afterNothing(long tookNanos) {
        nonsense = 0;
        if (tookNanos >= GAP.max().toNanos()) {
            forNothing = 0;
            return 0;
        }
        long pause = GAP.ceilingNanos(++forNothing);
        return Math.max(0, pause - tookNanos);
    }

    /** The same after one that could not be read. */
    long afterNonsense() {
        return AFTER_NONSENSE.ceilingNanos(++nonsense);
    }

    /** Whether the last answer could not be read. */
    boolean isAfterNonsense() {
        return nonsense > 0;
    }
}

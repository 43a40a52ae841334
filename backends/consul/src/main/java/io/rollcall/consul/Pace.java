package io.rollcall.consul;

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
    private static final Duration GAP = Duration.ofMillis(20);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(1);
    private static final Duration AFTER_NONSENSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_AFTER_NONSENSE = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 10;

    private int forNothing;
    private int nonsense;

    /** Nanoseconds to wait after an answer that told something new, and took {@code tookNanos}. */
    long afterNews(long tookNanos) {
        forNothing = 0;
        nonsense = 0;
        return Math.max(0, GAP.toNanos() - tookNanos);
    }

    /** The same after one that told nothing. */
    long afterNothing(long tookNanos) {
        nonsense = 0;
        if (tookNanos >= LONGEST_GAP.toNanos()) {
            forNothing = 0;
            return 0;
        }
        long pause = doubled(GAP, LONGEST_GAP, forNothing++);
        return Math.max(0, pause - tookNanos);
    }

    /** The same after one that could not be read. */
    long afterNonsense() {
        return doubled(AFTER_NONSENSE, LONGEST_AFTER_NONSENSE, nonsense++);
    }

    /** Whether the last answer could not be read. */
    boolean isAfterNonsense() {
        return nonsense > 0;
    }

    private static long doubled(Duration first, Duration most, int times) {
        return Math.min(most.toNanos(), first.toNanos() << Math.min(times, MAX_DOUBLINGS));
    }
}

package io.rollcall.benchmarks.soak;

import io.rollcall.benchmarks.machine.Delay;
import io.rollcall.random.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Starts and ends faults at their times. Not threadsafe. */
final class Timetable {
    private record Entry(Duration at, Runnable action) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Schedules {@code fault} within the round, for at most the longest duration. */
    void add(Fault fault, Randomness random) {
        Duration begin = part(SoakConfig.ROUND, random);
        entries.add(new Entry(begin, fault.begin()));
        entries.add(new Entry(begin.plus(part(SoakConfig.LONGEST_FAULT, random)), fault.end()));
    }

    private static Duration part(Duration whole, Randomness random) {
        return Duration.ofNanos((long) (whole.toNanos() * random.unit()));
    }

    /** Returns when all have ended. */
    void run() throws InterruptedException {
        entries.sort(Comparator.comparing(Entry::at));
        Duration now = Duration.ZERO;
        for (Entry entry : entries) {
            Delay.of(entry.at.minus(now));
            now = entry.at;
            entry.action.run();
        }
    }
}

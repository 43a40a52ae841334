package io.rollcall.benchmarks.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures a catalogue, round by round, and keeps the best of each case. Not threadsafe. */
final class Session {
    private final Catalogue catalogue;
    private final Timing timing;
    private final PrintWriter progress;
    private int failures;
    private final Map<Case, Measurement> best = new LinkedHashMap<>();

    Session(Catalogue catalogue, Timing timing, PrintWriter progress) {
        this.catalogue = catalogue;
        this.timing = timing;
        this.progress = progress;
        System.setProperty("jmh.ignoreLock", "true"); // another run on this machine is the user's own affair
    }

    List<Row> run() {
        int done = 0;
        int all = catalogue.cases().size() * timing.rounds();
        for (int round = 0; round < timing.rounds(); round++) {
            for (Case next : catalogue.cases()) {
                progress.printf("[%d/%d] %s: %s%n", ++done, all, next, measured(next));
                progress.flush();
            }
        }
        List<Row> rows = new ArrayList<>(Rows.of(best));
        for (HeapCase heap : catalogue.heaps()) {
            rows.add(heap.measure());
        }
        return rows;
    }

    /** Whether every case could be measured. */
    boolean isComplete() {
        return failures == 0;
    }

    /** A case that fails, such as a peer that does not start here, loses only its own rows. */
    private String measured(Case next) {
        try {
            Measurement measured = Jmh.measure(next, timing);
            best.merge(next, measured, Measurement::best);
            return String.format(Locale.ROOT, "%.1f ns", measured.nsPerOp());
        } catch (IllegalStateException e) {
            failures++;
            return "failed, " + e.getMessage();
        }
    }
}

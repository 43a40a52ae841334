package io.rollcall.benchmarks.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a catalogue, round by round, and keeps the best of each case. Not threadsafe. */
final class Session {
    private final Catalogue catalogue;
    private final Timing timing;
    private final PrintWriter progress;
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
                Measurement measured = Jmh.measure(next, timing);
                best.merge(next, measured, Measurement::best);
                progress.printf("[%d/%d] %s: %.1f ns%n", ++done, all, next, measured.nsPerOp());
                progress.flush();
            }
        }
        List<Row> rows = new ArrayList<>(Rows.of(best));
        for (HeapCase heap : catalogue.heaps()) {
            rows.add(heap.measure());
        }
        return rows;
    }
}

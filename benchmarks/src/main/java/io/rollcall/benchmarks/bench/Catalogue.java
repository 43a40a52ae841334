package io.rollcall.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The cases of one run.
 *
 * @param cases the timed cases, baselines included
 * @param heaps the measurements of heap
 */
record Catalogue(List<Case> cases, List<HeapCase> heaps) {

    /** Picks, look-ups and the store. */
    static Catalogue full() {
        return new Catalogue(joined(PickCases.all(), StoreCases.all()), HeapCase.all());
    }

    /** Time only, at fewer sizes and thread counts. */
    static Catalogue quick() {
        return new Catalogue(joined(PickCases.quick(), StoreCases.quick()), List.of());
    }

    /** Other libraries, and Rollcall's strategies that they are compared with. */
    static Catalogue peers(boolean quick) {
        return new Catalogue(quick ? PeerCases.quick() : PeerCases.all(), List.of());
    }

    /** Only what has one of {@code parts} in its name, with its baselines; all if there are no parts. */
    Catalogue named(List<String> parts) {
        if (parts.isEmpty()) {
            return this;
        }
        List<Case> selected =
                cases.stream().filter(c -> matches(parts, c.name())).toList();
        return new Catalogue(
                cases.stream()
                        .filter(c -> selected.contains(c) || selected.stream().anyMatch(c::isBaselineOf))
                        .toList(),
                heaps.stream().filter(h -> matches(parts, h.name())).toList());
    }

    boolean isEmpty() {
        return cases.isEmpty() && heaps.isEmpty();
    }

    private static boolean matches(List<String> parts, String name) {
        return parts.stream().anyMatch(name::contains);
    }

    private static List<Case> joined(List<Case> some, List<Case> others) {
        List<Case> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** The names of all. */
    @Override
    public String toString() {
        TreeSet<String> names = new TreeSet<>();
        cases.forEach(c -> names.add(c.name()));
        heaps.forEach(h -> names.add(h.name()));
        return names.toString();
    }
}

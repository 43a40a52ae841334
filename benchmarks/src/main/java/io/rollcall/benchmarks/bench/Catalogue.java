package io.rollcall.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The cases of one run, baselines included. */
record Catalogue(List<Case> cases) {

    static Catalogue of(boolean quick, boolean peers) {
        List<Case> cases = new ArrayList<>(quick ? PickCases.quick() : PickCases.all());
        return new Catalogue(cases);
    }

    /** Only cases whose name contains one of {@code parts}, with their baselines; all if there are no parts. */
    Catalogue named(List<String> parts) {
        if (parts.isEmpty()) {
            return this;
        }
        List<Case> asked = cases.stream()
                .filter(c -> parts.stream().anyMatch(c.name()::contains))
                .toList();
        return new Catalogue(cases.stream()
                .filter(c -> asked.contains(c) || asked.stream().anyMatch(c::isBaselineOf))
                .toList());
    }

    boolean isEmpty() {
        return cases.isEmpty();
    }

    @Override
    public String toString() {
        TreeSet<String> names = new TreeSet<>();
        cases.forEach(c -> names.add(c.name()));
        return names.toString();
    }
}

package io.rollcall.rules;

import io.rollcall.rules.Tree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems of a document, collected while it is read. Not threadsafe. */
final class Problems {
    /** More are counted, not kept. */
    private static final int MAX_KEPT = 100;

    private static final int MAX_SHOWN = 64;

    private final String source;
    private final List<RuleProblem> list = new ArrayList<>();
    private int left;

    Problems(String source) {
        this.source = source;
    }

    void add(Place place, String path, String message) {
        if (list.size() < MAX_KEPT) {
            list.add(new RuleProblem(source, place.line(), place.column(), path, message));
        } else {
            left++;
        }
    }

    /** How many problems there are: unchanged later, if none was added meanwhile. */
    int count() {
        return list.size() + left;
    }

    /** @throws RuleException if there is any */
    void refuseAny() {
        if (!list.isEmpty()) {
            list.sort(Comparator.comparingInt(RuleProblem::line).thenComparingInt(RuleProblem::column));
            throw new RuleException(list, left);
        }
    }

    /** Bounded and printable: the text may come from anywhere. */
    static String quoted(String text) {
        return '"' + printable(text) + '"';
    }

    static String printable(String text) {
        String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}

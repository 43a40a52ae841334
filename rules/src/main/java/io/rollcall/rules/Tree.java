package io.rollcall.rules;

import java.util.List;

/** A document as written: texts, lists and mappings with their places, and no types. Immutable. */
sealed interface Tree {

    /** Where it begins. */
    Place place();

    /** A line and a column, counted from 1; 0 for the file as a whole. */
    record Place(int line, int column) {
        static final Place NONE = new Place(0, 0);
    }

    /**
     * A text, a number, a flag or nothing.
     *
     * @param plain written without quotes, so that it may be a number, a flag or nothing
     */
    record Scalar(String text, boolean plain, Place place) implements Tree {
        boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /** A list. */
    record Sequence(List<Tree> items, Place place) implements Tree {}

    /** A mapping, with its entries as they were written: a key may be there twice. */
    record Mapping(List<Entry> entries, Place place) implements Tree {}

    /** A key and its value. */
    record Entry(Scalar key, Tree value) {}
}

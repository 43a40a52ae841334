package io.rollcall.benchmarks.soak;

/**
 * Something that goes wrong for a while.
 *
 * @param kind what, for the report
 * @param where to what
 * @param begin makes it so
 * @param end ends it
 */
record Fault(String kind, String where, Runnable begin, Runnable end) {

    @Override
    public String toString() {
        return kind + " " + where;
    }
}

package io.rollcall.benchmarks.soak;

/**
 * A temporary fault.
 *
 * @param kind the kind, for the report
 * @param where the host or network affected
 * @param begin starts it
 * @param end ends it
 */
record Fault(String kind, String where, Runnable begin, Runnable end) {

    @Override
    public String toString() {
        return kind + " " + where;
    }
}

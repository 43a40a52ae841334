package io.rollcall.benchmarks.bench;

/**
 * How long each case is measured.
 *
 * @param rounds how often the whole list is gone through; each case gets a fresh JVM in each round, so that what else
 *     the machine does in the meantime falls on all of them
 * @param warmups iterations that are thrown away
 * @param iterations iterations that count; the best one is shown: many short ones, so that some are undisturbed
 * @param warmupMillis length of a warm-up iteration
 * @param millis length of an iteration that counts
 */
record Timing(int rounds, int warmups, int warmupMillis, int iterations, int millis) {
    static final Timing FULL = new Timing(5, 8, 100, 10, 100);
    static final Timing QUICK = new Timing(1, 2, 50, 6, 15);
}

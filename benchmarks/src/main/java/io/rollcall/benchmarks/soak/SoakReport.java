package io.rollcall.benchmarks.soak;

import java.util.List;
import java.util.Map;

/**
 * What came of a soak.
 *
 * @param seed what all chance came from
 * @param seconds how long it ran
 * @param registrations how many instances there were
 * @param callers how many called them
 * @param calls how many calls were made
 * @param failed how many of them failed, for whatever reason
 * @param cutShort how many of these had their response begun when the instance died
 * @param faults how many faults there were
 * @param faultKinds how many of each kind
 * @param settledMillis the longest time, after faults had ended, until every caller saw exactly who lived
 * @param threads after the first round, and at the end
 * @param heapMegabytes the same, after a collection
 * @param violations how often something did not hold
 * @param violated what it was; the first hundred
 */
record SoakReport(
        long seed,
        double seconds,
        int registrations,
        int callers,
        long calls,
        long failed,
        long cutShort,
        int faults,
        Map<String, Integer> faultKinds,
        long settledMillis,
        List<Integer> threads,
        List<Integer> heapMegabytes,
        long violations,
        List<String> violated) {}

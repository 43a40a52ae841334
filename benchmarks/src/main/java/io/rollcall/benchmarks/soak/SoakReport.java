package io.rollcall.benchmarks.soak;

import java.util.List;
import java.util.Map;

/**
 * The result of a soak.
 *
 * @param seed the seed of all random choices
 * @param seconds how long it ran
 * @param registrations how many instances there were
 * @param callers how many callers there were
 * @param calls how many calls were made
 * @param failed how many of them failed, for whatever reason
 * @param cutShort how many of these failed during the response because the instance crashed
 * @param faults how many faults there were
 * @param faultKinds how many of each kind
 * @param idleClosed how many idle connections of callers were closed by hosts
 * @param brokenBodies how many further calls had a body that failed while it was written
 * @param settledMillis the longest time, after faults had ended, until every caller saw exactly the live instances
 * @param threads after the first round, and at the end
 * @param heapMegabytes the same, after a collection
 * @param violations how many violations of invariants there were
 * @param violated the first hundred of them
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
        long idleClosed,
        long brokenBodies,
        long settledMillis,
        List<Integer> threads,
        List<Integer> heapMegabytes,
        long violations,
        List<String> violated) {}

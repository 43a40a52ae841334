package io.rollcall.loadbalancer.strategy;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Candidates in the order of their ids, which is the same for every caller.
 *
 * @param all the candidates
 * @param ids their ids
 * @param weights their weights
 */
@SuppressWarnings("ArrayRecordComponent") // read while compiling only, never compared
record Members(Candidate[] all, String[] ids, double[] weights) {

    static Members of(Candidates candidates) {
        Candidate[] all = candidates.toArray();
        Arrays.sort(all, Comparator.comparing(candidate -> candidate.instance().id()));
        String[] ids =
                Arrays.stream(all).map(candidate -> candidate.instance().id()).toArray(String[]::new);
        double[] weights = Arrays.stream(all).mapToDouble(Candidate::weight).toArray();
        return new Members(all, ids, weights);
    }

    int size() {
        return all.length;
    }
}

package io.rollcall.loadbalancer;

import java.util.List;

/**
 * The instances that a request may reach at all, whatever its first choice: those of its destination and fallbacks if
 * its route is strict, else all that the policy allows. A destination gives way within its scope, and uses what it
 * would else leave out only if the scope has nothing better.
 *
 * @param draining whether none is up, so that draining instances are used
 * @param eligible how many may take traffic
 * @param healthy how many of these are not ejected
 */
record Scope(boolean draining, int eligible, int healthy) {

    static Scope of(List<TrackedCandidate> members, boolean drainingAsLastResort) {
        boolean draining = drainingAsLastResort && members.stream().noneMatch(TrackedCandidate::takesTraffic);
        int eligible = 0;
        int healthy = 0;
        for (TrackedCandidate member : members) {
            if (draining ? member.isDraining() : member.takesTraffic()) {
                eligible++;
                healthy += member.isEjected() ? 0 : 1;
            }
        }
        return new Scope(draining && eligible > 0, eligible, healthy);
    }

    boolean isEligible(TrackedCandidate candidate) {
        return draining ? candidate.isDraining() : candidate.takesTraffic();
    }

    /**
     * Whether ejected instances of a destination are used: fewer than {@code threshold} of its own are healthy, and of
     * the scope's. One without any healthy instance gives way as long as the scope has one.
     */
    boolean panics(int ownEligible, int ownHealthy, double threshold) {
        return ownHealthy < ownEligible * threshold
                && healthy < eligible * threshold
                && (ownHealthy > 0 || healthy == 0);
    }
}

package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import io.rollcall.model.RequestContext;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Equal keys go to the same instance: the one that scores highest for the key (Thaler and Ravishankar, 1998), with
 * weights by −w / ln h (Schindelhauer and Schomaker, 2005). When an instance goes, exactly its own keys move. Nothing
 * is precomputed, but a pick looks at every instance: for up to about a hundred instances.
 */
final class Rendezvous implements Strategy {
    static final String NAME = "rendezvous";

    private final double boundedLoad;

    Rendezvous(RendezvousOptions options) {
        this.boundedLoad = options.boundedLoad;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        return new Highest(Members.of(candidates), candidates, boundedLoad);
    }

    private static final class Highest implements Picker {
        private final Candidate[] all;
        private final long[] seeds;
        private final double[] weights;
        private final boolean equalWeights;
        private final Candidates candidates;
        private final double[] shares;

        Highest(Members members, Candidates candidates, double boundedLoad) {
            this.all = members.all();
            this.seeds = Arrays.stream(members.ids()).mapToLong(Hash::of).toArray();
            this.weights = members.weights();
            this.equalWeights = candidates.equalWeights();
            this.candidates = candidates;
            this.shares =
                    boundedLoad == BoundedLoad.OFF ? new double[0] : BoundedLoad.shares(members.weights(), boundedLoad);
        }

        @Override
        public Candidate pick(RequestContext request) {
            long hash = Placement.hash(request, candidates);
            if (shares.length > 0) {
                return withRoom(hash);
            }
            return all[equalWeights ? highest(hash) : highestByWeight(hash)];
        }

        @Override
        public @Nullable Candidate pickOther(RequestContext request, Predicate<Candidate> tried) {
            String key = candidates.key(request);
            if (key == null) {
                return null;
            }
            long hash = Hash.ofKey(key, Placement.SALT);
            int best = -1;
            double most = 0;
            for (int i = 0; i < seeds.length; i++) {
                double score = score(hash, i);
                if (score > most && !tried.test(all[i])) {
                    most = score;
                    best = i;
                }
            }
            return best < 0 ? null : all[best];
        }

        private int highest(long hash) {
            int best = 0;
            long most = -1;
            for (int i = 0; i < seeds.length; i++) {
                long score = Hash.mix(hash ^ seeds[i]) >>> 1;
                if (score > most) {
                    most = score;
                    best = i;
                }
            }
            return best;
        }

        private int highestByWeight(long hash) {
            int best = 0;
            double most = 0;
            for (int i = 0; i < seeds.length; i++) {
                double score = score(hash, i);
                if (score > most) {
                    most = score;
                    best = i;
                }
            }
            return best;
        }

        /** The highest score of those below their share of the load. Unless calls race with this, there is one. */
        private Candidate withRoom(long hash) {
            int total = 0;
            for (Candidate candidate : all) {
                total += candidate.inFlight();
            }
            int best = -1;
            double most = 0;
            for (int i = 0; i < seeds.length; i++) {
                double score = score(hash, i);
                if (score > most && all[i].inFlight() < shares[i] * (total + 1)) {
                    most = score;
                    best = i;
                }
            }
            return all[best >= 0 ? best : highestByWeight(hash)];
        }

        private double score(long hash, int i) {
            double unit = ((Hash.mix(hash ^ seeds[i]) >>> 11) + 0.5) * 0x1.0p-53;
            return -weights[i] / Math.log(unit);
        }
    }
}

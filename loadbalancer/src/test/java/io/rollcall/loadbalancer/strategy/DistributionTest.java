package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.Seeds;
import io.rollcall.Statistics;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strategies that draw give to idle instances, by chi-square. */
class DistributionTest {
    private static final int REQUESTS = 40_000;

    @Seeds(20)
    void randomDrawsAllAlike(Seeds.Case it) {
        List<ServiceInstance> fleet = fleet(it);
        long[] counts = Balancers.counts(Balancers.of(Strategies.random(), fleet), fleet, REQUESTS);

        Statistics.assertFits(counts, fleet.stream().mapToDouble(i -> 1).toArray());
    }

    @Seeds(20)
    void weightedRandomDrawsByWeight(Seeds.Case it) {
        assertByWeight(Strategies.weightedRandom(), it);
    }

    @Seeds(20)
    void leastRequestSharesIdleInstancesByWeight(Seeds.Case it) {
        assertByWeight(Strategies.leastRequest(), it);
    }

    @Seeds(20)
    void leastRequestOfMoreChoicesDoesToo(Seeds.Case it) {
        assertByWeight(Strategies.leastRequest(it.between(3, 6)), it);
    }

    @Seeds(20)
    void peakEwmaSharesInstancesThatItDoesNotKnowByWeight(Seeds.Case it) {
        assertByWeight(Strategies.peakEwma(), it);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7})
    void tiesAmongEqualWeightsAreBrokenAtRandom(int choices) {
        List<ServiceInstance> fleet = Fleet.of(11);
        long[] counts = Balancers.counts(Balancers.of(Strategies.leastRequest(choices), fleet), fleet, REQUESTS);

        Statistics.assertFits(counts, new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    }

    @Test
    void oneWeightThatIsNearlyAllOfTheWeightDoesNotStarveTheOthers() {
        List<ServiceInstance> fleet = Fleet.weights(10_000, 50, 50);
        LoadBalancer balancer = Balancers.of(Strategies.leastRequest(), fleet);

        assertThat(Arrays.stream(Balancers.counts(balancer, fleet, REQUESTS))).allMatch(count -> count > 100);
    }

    private static void assertByWeight(Strategy strategy, Seeds.Case it) {
        List<ServiceInstance> fleet = fleet(it);
        long[] counts = Balancers.counts(Balancers.of(strategy, fleet), fleet, REQUESTS);

        Statistics.assertFits(
                counts, fleet.stream().mapToDouble(ServiceInstance::weight).toArray());
    }

    private static List<ServiceInstance> fleet(Seeds.Case it) {
        return Fleet.weighted(it.between(2, 20), i -> it.between(20, 200));
    }
}

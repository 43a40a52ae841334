package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Candidates;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SelectionTest {
    private static final RequestContext ANY = RequestContext.empty();

    private final VirtualTime time = new VirtualTime();
    private final Recording strategy = new Recording();
    private final LoadBalancer balancer = Balancers.of(strategy, Fleet.of(1), time);

    private String inFlight() {
        return balancer.explain(ANY).candidates().get(0).figures();
    }

    @Test
    void countsAsInFlightUntilItsOutcomeIsReported() {
        Selection first = balancer.select(ANY);
        Selection second = balancer.select(ANY);
        assertThat(inFlight()).isEqualTo("2 in flight");

        first.succeeded();
        second.failed();
        assertThat(inFlight()).isEqualTo("0 in flight");
    }

    @Test
    void choosingIsNotCounted() {
        balancer.choose();

        assertThat(inFlight()).isEqualTo("0 in flight");
    }

    @Test
    void onlyTheFirstOutcomeCounts() {
        Selection selection = balancer.select(ANY);
        time.advance(Duration.ofMillis(5));
        selection.succeeded();
        selection.failed();
        selection.close();

        assertThat(strategy.outcomes).containsExactly("i0 SUCCESS 5000000");
        assertThat(inFlight()).isEqualTo("0 in flight");
    }

    @Test
    void closedWithoutAnOutcomeCountsAsFailed() {
        try (Selection selection = balancer.select(ANY)) {
            assertThat(selection.attempt()).isEqualTo(1);
        }

        assertThat(strategy.outcomes).containsExactly("i0 CONNECTION_ERROR 0");
    }

    @Test
    void aCallIsInFlightUntilItIsClosedThoughItsResponseBegan() {
        Selection selection = balancer.select(ANY);
        time.advance(Duration.ofMillis(5));
        selection.responded(Outcome.SUCCESS);
        time.advance(Duration.ofMillis(95));

        assertThat(strategy.outcomes).containsExactly("i0 SUCCESS 5000000");
        assertThat(inFlight()).isEqualTo("1 in flight");

        selection.close();
        selection.close();
        assertThat(strategy.outcomes).hasSize(1);
        assertThat(inFlight()).isEqualTo("0 in flight");
    }

    @Test
    void brokenBodiesMakeAStreakThoughTheirResponsesSucceeded() {
        balancer.update(Fleet.of(2));

        for (int i = 0; i < 2; i++) {
            Selection selection = balancer.select(ANY);
            assertThat(selection.instance().id()).isEqualTo("i0");
            selection.responded(Outcome.SUCCESS);
            selection.complete(Outcome.CONNECTION_ERROR);
        }

        assertThat(balancer.explain(ANY).toString()).contains("connections failed in a row");
    }

    @Test
    void aCompleteBodyEndsAStreak() {
        balancer.update(Fleet.of(2));

        for (int i = 0; i < 4; i++) {
            Selection selection = balancer.select(ANY);
            selection.responded(Outcome.SUCCESS);
            selection.complete(i % 2 == 0 ? Outcome.CONNECTION_ERROR : Outcome.CANCELLED);
        }

        assertThat(balancer.explain(ANY).toString()).doesNotContain("connections failed in a row");
    }

    @Test
    void aFailureCountsOnceThoughItsBodyBreaksToo() {
        balancer.update(Fleet.of(2));
        balancer.policy(ServicePolicy.builder()
                .strategy(strategy)
                .outlierDetection(o -> o.consecutiveFailures(3))
                .build());

        for (int i = 0; i < 2; i++) {
            Selection selection = balancer.select(ANY);
            selection.responded(Outcome.SERVER_ERROR);
            selection.complete(Outcome.CONNECTION_ERROR);
        }

        assertThat(balancer.explain(ANY).toString()).doesNotContain("in a row");
    }

    @Test
    void againIsTheSameInstanceForTheSameRequest() {
        balancer.update(Fleet.of(2));
        Selection first = balancer.select(ANY);
        Selection again = first.again();

        assertThat(again.instance()).isEqualTo(first.instance());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.next())
                .hasValueSatisfying(other -> assertThat(other.instance().id()).isEqualTo("i1"));
    }

    @Test
    void aCallerMayEjectAnInstance() {
        balancer.update(Fleet.of(2));

        balancer.select(ANY).eject("its circuit breaker opened");

        assertThat(balancer.explain(ANY).toString()).contains("i0", "its circuit breaker opened");
    }

    @Test
    void whatAClientKeepsAboutAnInstanceGoesWithTheInstance() {
        AtomicInteger known = balancer.select(ANY).memory(AtomicInteger.class, AtomicInteger::new);
        balancer.update(
                List.of(Fleet.of(1).get(0).toBuilder().metadata("build", "2").build()));
        assertThat(balancer.select(ANY).memory(AtomicInteger.class, AtomicInteger::new))
                .isSameAs(known);

        balancer.update(List.of(Fleet.of(1).get(0).toBuilder().generation(9).build()));
        assertThat(balancer.select(ANY).memory(AtomicInteger.class, AtomicInteger::new))
                .isNotSameAs(known);
    }

    @Test
    void ofManyReportedOutcomesOneCounts() {
        for (int round = 0; round < 200; round++) {
            Selection selection = balancer.select(ANY);
            IntStream.range(0, 4).parallel().forEach(i -> selection.complete(Outcome.SERVER_ERROR));
        }

        assertThat(strategy.outcomes).hasSize(200);
        assertThat(inFlight()).isEqualTo("0 in flight");
    }

    static Iterable<String> strategies() {
        return Strategies.names();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void nextNeverRepeatsAnInstanceAndEndsWhenAllWereTried(String name) {
        LoadBalancer six = Balancers.of(Strategies.named(name), Fleet.weighted(6, i -> 1 + i * 100));
        Set<String> tried = new HashSet<>();
        Optional<Selection> attempt = Optional.of(six.select(RequestContext.keyed("k")));
        while (attempt.isPresent()) {
            Selection selection = attempt.get();
            assertThat(tried.add(selection.instance().id())).isTrue();
            assertThat(selection.attempt()).isEqualTo(tried.size());
            attempt = selection.next();
            selection.failed();
        }

        assertThat(tried).hasSize(6);
    }

    @Test
    void nextIsEmptyWhenThereIsNoOther() {
        assertThat(balancer.select(ANY).next()).isEmpty();
    }

    @Test
    void nextKnowsInstancesThatCameMeanwhile() {
        Selection first = balancer.select(ANY);
        balancer.update(Fleet.of(2));

        assertThat(first.next())
                .hasValueSatisfying(other -> assertThat(other.instance().id()).isEqualTo("i1"));
    }

    @Test
    void statusesHaveOutcomes() {
        assertThat(List.of(200, 302, 404, 429, 499))
                .extracting(Outcome::ofStatus)
                .containsOnly(Outcome.SUCCESS);
        assertThat(List.of(502, 503, 504)).extracting(Outcome::ofStatus).containsOnly(Outcome.GATEWAY_ERROR);
        assertThat(List.of(500, 501, 505)).extracting(Outcome::ofStatus).containsOnly(Outcome.SERVER_ERROR);
    }

    /** Picks the first and records the outcomes. */
    private static final class Recording implements Strategy {
        private final List<String> outcomes = Collections.synchronizedList(new ArrayList<>());

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public Picker compile(Candidates candidates) {
            Candidate first = candidates.list().get(0);
            return request -> first;
        }

        @Override
        public void finished(Candidate candidate, Outcome outcome, long latencyNanos, long nowNanos) {
            outcomes.add(candidate.instance().id() + " " + outcome + " " + latencyNanos);
        }
    }
}

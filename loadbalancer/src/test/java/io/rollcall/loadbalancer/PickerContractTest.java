package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Candidates;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A picker returns one of its candidates; what it returns instead is the strategy's fault, and named so. */
class PickerContractTest {
    private static final List<ServiceInstance> TWO = Fleet.of(2);

    @Test
    void nullIsRefused() {
        refused(candidates -> request -> nothing(), "null");
    }

    @Test
    @SuppressWarnings("NullAway") // the point
    void nullInPlaceOfAPickerIsRefused() {
        LoadBalancer balancer = Balancers.of(strategy(candidates -> null), TWO);

        assertThat(balancer.explain(RequestContext.empty()).toString())
                .contains("strategy own for users: compile returned null (expected: a picker)");
    }

    @Test
    void aCandidateOfAnotherClassIsRefused() {
        refused(candidates -> request -> new Decorated(candidates.list().get(0)), Decorated.class.getName());
    }

    @Test
    void aCandidateOfAnotherServiceIsRefused() {
        List<Candidate> kept = new ArrayList<>();
        Strategy keepsOne = strategy(candidates -> {
            kept.addAll(candidates.list());
            return request -> kept.get(0);
        });
        Balancers.of(keepsOne, List.of(Fleet.instance("elsewhere").build()));

        LoadBalancer balancer = Balancers.of(keepsOne, TWO);

        assertThatIllegalStateException()
                .isThrownBy(balancer::choose)
                .withMessageContaining("its picker returned elsewhere of users");
    }

    @Test
    void aCandidateThatTheRouteExcludesIsRefused() {
        List<Candidate> kept = new ArrayList<>();
        Strategy keepsOne = strategy(candidates -> {
            candidates.list().stream()
                    .filter(c -> "1.0.0".equals(c.instance().version()))
                    .forEach(kept::add);
            return request -> kept.get(0);
        });
        LoadBalancer balancer = Balancers.of(
                ServicePolicy.builder().strategy(keepsOne).route(Route.to(Subset.version("2.x"))),
                List.of(
                        Fleet.instance("old").version("1.0.0").build(),
                        Fleet.instance("new").version("2.0.0").build()));

        assertThatIllegalStateException()
                .isThrownBy(balancer::choose)
                .withMessageContaining("its picker returned old of users");
    }

    @Test
    void aStrategyMayDecorateAnother() {
        Strategy decorating = strategy(candidates -> {
            Picker inner = Strategies.roundRobin().compile(candidates);
            return request -> inner.pick(request);
        });

        assertThat(Balancers.shares(Balancers.of(decorating, TWO), 10))
                .containsEntry("i0", 5)
                .containsEntry("i1", 5);
    }

    @Test
    void oneStrategyObjectServesManyServices() {
        for (Supplier<Strategy> builtIn : List.<Supplier<Strategy>>of(
                Strategies::roundRobin, Strategies::leastRequest, Strategies::peakEwma, Strategies::maglev)) {
            Strategy shared = builtIn.get();
            LoadBalancer one = Balancers.of(shared, Fleet.in("a", 3));
            LoadBalancer other = Balancers.of(shared, Fleet.in("b", 3));

            assertThat(Balancers.shares(one, 30).keySet()).allMatch(id -> id.startsWith("a-"));
            assertThat(Balancers.shares(other, 30).keySet()).allMatch(id -> id.startsWith("b-"));
        }
    }

    private static void refused(Function<Candidates, Picker> compile, String what) {
        LoadBalancer balancer = Balancers.of(strategy(compile), TWO);
        assertThatIllegalStateException()
                .isThrownBy(balancer::choose)
                .withMessageStartingWith("strategy own for users: its picker returned ")
                .withMessageContaining(what)
                .withMessageContaining("(expected: one of the candidates that it was compiled for)");
    }

    private static Strategy strategy(Function<Candidates, Picker> compile) {
        return new Strategy() {
            @Override
            public String name() {
                return "own";
            }

            @Override
            public Picker compile(Candidates candidates) {
                return compile.apply(candidates);
            }
        };
    }

    @SuppressWarnings("NullAway") // the point
    private static Candidate nothing() {
        return null;
    }

    /** What a strategy must not return, though it may look at it. */
    private record Decorated(Candidate inner) implements Candidate {
        @Override
        public ServiceInstance instance() {
            return inner.instance();
        }

        @Override
        public double weight() {
            return inner.weight();
        }

        @Override
        public int inFlight() {
            return inner.inFlight();
        }

        @Override
        public <T> T memory(Class<T> type, Supplier<T> initial) {
            return inner.memory(type, initial);
        }
    }
}

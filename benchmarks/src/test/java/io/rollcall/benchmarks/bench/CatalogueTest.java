package io.rollcall.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.benchmarks.Commands;
import io.rollcall.benchmarks.Commands.Ended;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class CatalogueTest {

    @Test
    void everyCaseIsABenchmarkThatExists() {
        for (Case each : all()) {
            assertThat(Arrays.stream(each.type().getMethods())
                            .filter(method -> method.isAnnotationPresent(Benchmark.class))
                            .map(java.lang.reflect.Method::getName))
                    .as(each.toString())
                    .contains(each.method());
        }
    }

    @Test
    void everyBaselineIsMeasuredInTheSameRun() {
        for (Catalogue catalogue : List.of(Catalogue.full(), Catalogue.quick(), Catalogue.peers(false))) {
            for (Case each : catalogue.cases()) {
                assertThat(catalogue.cases().stream()
                                .filter(other -> other.isBaselineOf(each))
                                .map(Case::name)
                                .distinct())
                        .as(each.toString())
                        .containsExactlyInAnyOrderElementsOf(each.baselines());
            }
        }
    }

    @Test
    void noCaseIsMeasuredTwice() {
        for (Catalogue catalogue : List.of(Catalogue.full(), Catalogue.quick(), Catalogue.peers(false))) {
            assertThat(new HashSet<>(catalogue.cases())).hasSameSizeAs(catalogue.cases());
        }
    }

    @Test
    void aNameBringsItsBaselines() {
        Catalogue some = Catalogue.quick().named(List.of("choose/weighted-random"));

        assertThat(some.cases().stream().map(Case::name).distinct())
                .containsExactlyInAnyOrder("choose/weighted-random", "baseline/alias-table", "baseline/array-counter");
    }

    @Test
    void unknownNameIsRefusedWithThoseThatThereAre() {
        Ended ended = Commands.run("bench", "--quick", "chose");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("NAME: [chose]").contains("choose/round-robin");
    }

    private static List<Case> all() {
        return Stream.of(Catalogue.full(), Catalogue.quick(), Catalogue.peers(false))
                .flatMap(catalogue -> catalogue.cases().stream())
                .toList();
    }
}

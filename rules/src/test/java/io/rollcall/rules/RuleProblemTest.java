package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each document in bad/ and istio/bad/ lists its problems; a line that ends in … continues. */
class RuleProblemTest {

    static Stream<Examples.Bad> bad() {
        return Stream.concat(Examples.bad("bad"), Examples.bad("istio/bad"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void everythingThatIsWrongIsNamedWithItsPlaceAndRule(Examples.Bad example) {
        RuleException refused =
                catchThrowableOfType(RuleException.class, () -> RuleDocument.parse(example.text(), "rules.yaml"));

        assertThat(refused).isNotNull();
        List<String> actual = refused.problems().stream()
                .map(problem -> problem.line() + ":" + problem.column() + ": "
                        + (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message())
                .toList();
        assertThat(actual).usingElementComparator(RuleProblemTest::compare).isEqualTo(example.problems());
    }

    private static int compare(String actual, String expected) {
        boolean goesOn = expected.endsWith("…");
        boolean same =
                goesOn ? actual.startsWith(expected.substring(0, expected.length() - 1)) : actual.equals(expected);
        return same ? 0 : 1;
    }
}

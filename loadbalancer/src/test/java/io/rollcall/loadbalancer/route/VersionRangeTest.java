package io.rollcall.loadbalancer.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rollcall.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
    @ParameterizedTest(name = "{0} has {1}, not {2}")
    @CsvSource(delimiter = ';', textBlock = """
            2.x;               2.0.0 v2 2 2.0.0-rc.1 2.9.9;       1.9.9 3.0.0 3.0.0-rc.1
            2.X;               2.1.0;                             1.0.0
            1.4.*;             1.4.0 1.4 1.4.9+build.5;           1.5.0
            1.4;               1.4.0 1.4.7;                       1.5.0 1.3.9
            v2;                2.0.0 2.3.4;                       1.9.9
            1.4.2;             1.4.2 v1.4.2 1.4.2+build;          1.4.3 1.4.2-rc.1
            =1.4.2;            1.4.2;                             1.4.1
            >=1.4 <2;          1.4.0 1.9.9 1.4-SNAPSHOT;          2.0.0 2.0.0-rc.1 1.3.9
            >= 1.4 < 2;        1.4.0;                             2.0.0
            >=1.4.0;           1.4.0 9.0.0;                       1.4.0-rc.1
            <=1.4.2;           1.4.2 0.0.1;                       1.4.3
            ~1.4.2;            1.4.2 1.4.9;                       1.5.0 1.4.1
            ~1;                1.0.0 1.9.9;                       2.0.0
            ~>1.4;             1.4.9;                             1.5.0
            ^1.4.2;            1.4.2 1.9.0;                       2.0.0 1.4.1
            ^0.2.3;            0.2.9;                             0.3.0
            ^0.0.3;            0.0.3;                             0.0.4
            1.x || 3.x;        1.0.0 3.9.9;                       2.0.0 4.0.0
            1.2 - 1.4.1;       1.2.0 1.4.1;                       1.4.2 1.1.9
            1.4.0-rc.1;        1.4.0-rc.1;                        1.4.0 1.4.0-rc.2
            *;                 0.0.1 9.9.9 1.0.0-a;               none
            x;                 0.0.1 9.9.9;                       none
            2024.x;            2024.01.05 2024.12;                2023.12.31
            """)
    void containsItsMembersOnly(String range, String members, String others) {
        VersionRange versions = VersionRange.parse(range);

        assertThat(members.split(" ")).allMatch(versions::contains);
        assertThat(others.split(" ")).noneMatch(versions::contains);
        assertThat(versions).hasToString(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "latest",
                "abc",
                "1.x foo",
                "foo 1.x",
                ">=",
                ">=1.4 <",
                "<",
                "^",
                "~",
                "v",
                "||",
                "1.x ||",
                "|| 1.x",
                "1 - ",
                "- 1",
                "1..2",
                "1.2.3.4",
                "[1.0,2.0)",
                "(1,2)",
                "!1.2",
                "-1",
                "01.x",
                "2.x-beta",
                "9999999999.x",
                "1.0.0-..",
                "\uff11.x",
                "1.x\u0000",
                ">x"
            })
    void refusesWhatIsNoRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionRange.parse(text))
                .withMessageStartingWith("version: \"")
                .withMessageContaining("(expected: a SemVer range such as 2.x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.", "1.x || ", "x", ">=", " ", "1.0.0-a.a", "- ", "1 - "})
    void refusesWhatIsTooLongWithoutRepeatingIt(String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionRange.parse(part.repeat(100_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Seeds(300)
    void anyTextIsARangeOrRefusedInOneWay(Seeds.Case it) {
        String alphabet = "0123456789.xX*<>=~^|- vabc+\t\u00e9";
        StringBuilder text = new StringBuilder();
        for (int i = it.between(0, 20); i > 0; i--) {
            text.append(alphabet.charAt(it.between(0, alphabet.length() - 1)));
        }
        boolean read = false;
        try {
            VersionRange.parse(text.toString()).contains("1.2.3");
            read = true;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("version: ");
        }
        if (read) {
            assertThat(text.toString()).containsPattern("[0-9xX*]");
        }
    }

    @Test
    void whatIsNoVersionIsInNoRange() {
        VersionRange any = VersionRange.parse("*");

        assertThat(any.contains(null)).isFalse();
        assertThat(new String[] {"", "latest", "release-2", "1.2.3.4", "99999999999.0.0", "1.0.0-", "-1"})
                .noneMatch(any::contains);
        assertThat(any.contains("1.0.0-" + "a.".repeat(50_000) + "a")).isFalse();
    }
}

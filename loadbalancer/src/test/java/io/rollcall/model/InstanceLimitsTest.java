package io.rollcall.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The limits are those of the cases that both sides share. */
class InstanceLimitsTest {
    private static final Pattern ESCAPE = Pattern.compile("<U\\+([0-9A-F]+)>|<(.)\\*([0-9]+)>|<empty>");

    @ParameterizedTest(name = "F43 {0} {1}: {2}, {4}")
    @CsvFileSource(
            files = "../contract/instance-limits.csv",
            delimiter = '|',
            numLinesToSkip = 1,
            quoteCharacter = '~',
            maxCharsPerColumn = 4096)
    void limitsAreThoseOfTheContract(String field, String value, String legal, String schema, String why) {
        ThrowingCallable use = () -> set(field, unescaped(value));

        if (legal.equals("yes")) {
            assertThatCode(use).as(why).doesNotThrowAnyException();
        } else {
            assertThatIllegalArgumentException().as(why).isThrownBy(use).withMessageContaining("(expected: ");
        }
    }

    private static void set(String field, String value) {
        ServiceInstance.Builder instance =
                ServiceInstance.named("orders").host("10.0.0.1").port(8080);
        switch (field) {
            case "name" ->
                ServiceInstance.named(value).host("10.0.0.1").port(8080).id(value);
            case "host" -> instance.host(value);
            case "port" -> instance.port(Integer.parseInt(value));
            case "generation" -> instance.generation(Long.parseLong(value));
            case "timestamp" -> instance.registeredAt(Long.parseLong(value));
            case "metadata-key" -> instance.metadata(value, "v");
            case "metadata-value" -> instance.metadata("k", value);
            case "metadata-count" -> addEntries(instance, Integer.parseInt(value));
            case "weight", "version" -> instance.metadata(field, value);
            default -> throw new AssertionError(field + " is no field that this test knows");
        }
        instance.build();
    }

    private static void addEntries(ServiceInstance.Builder instance, int count) {
        for (int i = 0; i < count; i++) {
            instance.metadata("k" + i, "v");
        }
    }

    private static String unescaped(String value) {
        return ESCAPE.matcher(value).replaceAll(escape -> {
            String text = "";
            if (escape.group(1) != null) {
                int code = Integer.parseInt(escape.group(1), 16);
                text = code <= 0xFFFF ? String.valueOf((char) code) : Character.toString(code);
            } else if (escape.group(2) != null) {
                text = escape.group(2).repeat(Integer.parseInt(escape.group(3)));
            }
            return Matcher.quoteReplacement(text);
        });
    }
}

package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.mock.instance.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The limits, and those of openapi.yaml, are those of the cases that both sides share. */
class InstanceLimitsTest {
    private static final Pattern ESCAPE = Pattern.compile("<U\\+([0-9A-F]+)>|<(.)\\*([0-9]+)>|<empty>");

    private final JsonReader reader = new JsonReader();
    private final Contract contract = new Contract();

    @ParameterizedTest(name = "F43 {0} {1}: {2}, {4}")
    @CsvFileSource(
            files = "../contract/instance-limits.csv",
            delimiter = '|',
            numLinesToSkip = 1,
            quoteCharacter = '~',
            maxCharsPerColumn = 4096)
    void limitsAreThoseOfTheContract(String field, String value, String legal, String schema, String why) {
        String json = registration(field, unescaped(value));
        ThrowingCallable use = () -> reader.registration(json.getBytes(StandardCharsets.US_ASCII));

        if (legal.equals("yes")) {
            assertThatCode(use).as(why).doesNotThrowAnyException();
            assertThat(contract.faultsBySchema("Registration", json)).as(why).isEmpty();
        } else {
            assertThatThrownBy(use)
                    .as(why)
                    .isInstanceOfAny(RefusedException.class, ProblemException.class)
                    .hasMessageContaining("(expected: ");
            assertThat(contract.faultsBySchema("Registration", json).isEmpty())
                    .as("the schema accepts it: %s", why)
                    .isEqualTo("weaker".equals(schema));
        }
    }

    private static String registration(String field, String value) {
        return switch (field) {
            case "name" -> json(quoted(value), quoted("10.0.0.1"), "8080", "\"instanceId\":" + quoted(value));
            case "host" -> json(quoted("orders"), quoted(value), "8080", "\"metadata\":{}");
            case "port" -> json(quoted("orders"), quoted("10.0.0.1"), value, "\"metadata\":{}");
            case "generation", "timestamp" -> with(quoted(field) + ":" + value);
            case "metadata-key" -> with("\"metadata\":{" + quoted(value) + ":\"v\"}");
            case "metadata-value" -> with("\"metadata\":{\"k\":" + quoted(value) + "}");
            case "metadata-count" -> with("\"metadata\":{" + entries(Integer.parseInt(value)) + "}");
            case "weight", "version" -> with("\"metadata\":{" + quoted(field) + ":" + quoted(value) + "}");
            default -> throw new AssertionError(field + " is no field that this test knows");
        };
    }

    private static String with(String further) {
        return json(quoted("orders"), quoted("10.0.0.1"), "8080", further);
    }

    private static String json(String service, String ip, String port, String further) {
        return "{\"serviceName\":" + service + ",\"ip\":" + ip + ",\"port\":" + port + "," + further + "}";
    }

    private static String entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":\"v\"").collect(Collectors.joining(","));
    }

    /** As a JSON string of ASCII characters only, so that half a surrogate pair survives. */
    private static String quoted(String text) {
        return text.chars().mapToObj(c -> "\\u%04x".formatted(c)).collect(Collectors.joining("", "\"", "\""));
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

package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a bad request is registered, and the answer says which field breaks which rule. */
class BadInputHttpTest {
    private static final String GOOD = "{'serviceName':'orders','ip':'10.0.0.1','port':8080}";

    private final MockRegistry registry = MockRegistry.builder().maxInstances(2).start();
    private final Api api = Api.of(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'port':70000               | port        | port: 70000 (expected: 1 to 65535)",
                "'port':0                   | port        | port: 0 (expected: 1 to 65535)",
                "'port':-1                  | port        | port: -1 (expected: 1 to 65535)",
                "'port':80.5                | port        | port: 80.5 (expected: 1 to 65535)",
                "'port':'80'                | port        | port: \"80\" (expected: 1 to 65535)",
                "'port':null                | port        | port: null (expected: 1 to 65535)",
                "'serviceName':''           | serviceName | serviceName: '' (expected: 1 to 128 characters of A-Z a-z 0-9 . _ -, not . or ..)",
                "'serviceName':'a/b'        | serviceName | serviceName: a/b (expected: 1 to 128 characters of A-Z a-z 0-9 . _ -, not . or ..)",
                "'serviceName':7            | serviceName | serviceName: 7 (expected: a string)",
                "'instanceId':'a b'         | instanceId  | instanceId: a b (expected: 1 to 128 characters of A-Z a-z 0-9 . _ -, not . or ..)",
                "'status':'up'              | status      | status: up (expected: STARTING, UP, DRAINING or DOWN)",
                "'secure':'yes'             | secure      | secure: \"yes\" (expected: true or false)",
                "'generation':-1            | generation  | generation: -1 (expected: a whole number, at least 0)",
                "'generation':1e30          | generation  | generation: 1.0E30 (expected: a whole number, at least 0)",
                "'timestamp':'now'          | timestamp   | timestamp: \"now\" (expected: a whole number, at least 0)",
                "'metadata':[]              | metadata    | metadata: [] (expected: an object of strings, numbers and booleans)",
                "'metadata':{'a':null}      | metadata.a  | metadata.a: null (expected: a string, a number or a boolean)",
                "'metadata':{'weight':-1}   | metadata.weight | metadata.weight: -1 (expected: a whole number from 0 to 10000)",
                "'metadata':{'weight':10001}| metadata.weight | metadata.weight: 10001 (expected: a whole number from 0 to 10000)",
                "'metadata':{'weight':'ten'}| metadata.weight | metadata.weight: ten (expected: a whole number from 0 to 10000)",
                "'metadata':{'weight':1.5}  | metadata.weight | metadata.weight: 1.5 (expected: a whole number from 0 to 10000)",
                "'metadata':{'a':'x\\ny'}   | metadata.a  | metadata.a: x?y (expected: at most 1024 characters, none a control character or half a surrogate pair)",
                "'metadata':{'':'x'}        | metadata    | metadata: '' (expected: keys of 1 to 128 characters, none a control character or half a surrogate pair)",
            })
    void namesTheFieldTheValueAndTheRule(String change, String field, String detail) {
        String name = change.substring(0, change.indexOf(':'));
        String rest = GOOD.substring(1).replaceFirst(name + ":[^,}]+[,]?", "").replaceFirst(",}$", "}");

        Api.Answer answer = api.register("{" + change + (rest.equals("}") ? "" : ",") + rest);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem("detail")).isEqualTo(detail);
        assertThat(answer.problem("field")).isEqualTo(field);
        assertThat(answer.problem("rule")).isNotEmpty();
        assertThat(answer.problem("action")).isNotEmpty();
        assertThat(registry.services()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "256.0.0.1",
                "10.0.0",
                "1.2.3.4.5",
                "::g",
                "fe80::1%eth0",
                "[::1]",
                "a b",
                "a/b",
                "a?b",
                "a#b",
                "u@h",
                "h:80",
                "-a",
                "a..b",
                "a\\tb",
                "ä.example"
            })
    void refusesHostsThatCouldChangeAUrl(String host) {
        Api.Answer answer = api.register("{'serviceName':'orders','ip':'" + host + "','port':8080}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem("field")).isEqualTo("ip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "::1", "2001:db8::1", "::ffff:10.0.0.1", "localhost", "my_host", "a.example.", "1a"})
    void takesHostNamesAndAddresses(String host) {
        assertThat(api.register("{'serviceName':'orders','ip':'" + host + "','port':8080}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "'x'",
                "null",
                "{'a':1}{'b':2}",
                "{'serviceName':'a','serviceName':'b'}",
                "{'a':NaN}",
                "nonsense"
            })
    void refusesWhatIsNoJsonObject(String body) {
        Api.Answer answer = api.register(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem("type")).isEqualTo("urn:rollcall:problem:malformed-json");
        assertThat(answer.problem("detail")).startsWith("body: ").contains("(expected: one JSON object");
    }

    @Test
    void refusesAnEmptyBodyAndDeepNesting() {
        String deep = "[".repeat(17) + "]".repeat(17);

        assertThat(api.register("").problem("detail")).startsWith("body: is empty");
        assertThat(api.register("{'x':" + deep + "}").status()).isEqualTo(400);
        assertThat(api.register("{'x':" + "[".repeat(14) + "]".repeat(14) + "," + GOOD.substring(1))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void noInstanceCanSpoilTheListOfItsService() {
        api.register(GOOD);
        Api.Answer value = api.register(metadata("'a':'" + "x".repeat(63) + "\\ud83d'"));
        Api.Answer key = api.register(metadata("'\\ud800':'" + "x" + "'"));
        Api.Answer twice = api.register("{'\\ud800':1,'\\ud800':2}");
        Api.Answer emoji = api.register(metadata("'a':'\\ud83d\\ude00'"));

        assertThat(value.problem("field")).isEqualTo("metadata.a");
        assertThat(key.status()).isEqualTo(400);
        assertThat(twice.status()).isEqualTo(400);
        assertThat(emoji.status()).isEqualTo(201);
        assertThat(api.get("/services/orders/instances").body()).contains("\"a\":\"😀\"");
    }

    @Test
    void namesAValueThatIsCutInTheMiddleOfACharacter() {
        Api.Answer answer = api.register("{'serviceName':'" + "x".repeat(63) + "😀','ip':'10.0.0.1','port':1}");

        assertThat(answer.problem("detail")).startsWith("serviceName: " + "x".repeat(63) + "?…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1e400", "1E5", "-0", "12345678901234567890123", "0.1000", "7"})
    void numbersInMetadataKeepTheTextTheyWereSentAs(String number) {
        assertThat(api.register(metadata("'version':" + number + ",'nested':'no'"))
                        .status())
                .isEqualTo(201);

        assertThat(registry.instances("orders").get(0).metadata()).containsEntry("version", number);
    }

    @Test
    void numbersOutsideOfMetadataAreNotTakenForIt() {
        assertThat(api.register("{'x':{'metadata':{'a':2.20}},'metadata':{'a':1.10,'b':true,'c':'d'},"
                                + GOOD.substring(1))
                        .status())
                .isEqualTo(201);

        assertThat(registry.instances("orders").get(0).metadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1.10", "b", "true", "c", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "e080af", "f08080af", "eda0bd", "ff", "c3", "80"})
    void bytesThatAreNoUtf8AreRefused(String hex) throws IOException {
        byte[] head = "{\"serviceName\":\"orders\",\"ip\":\"10.0.0.1\",\"port\":1,\"metadata\":{\"a\":\""
                .getBytes(StandardCharsets.UTF_8);
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] end = "\"}}".getBytes(StandardCharsets.UTF_8);
        try (RawConnection connection = RawConnection.to(registry.port())) {
            connection.send("POST /services/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + (head.length + bytes.length + end.length) + "\r\n\r\n");
            connection.send(head).send(bytes).send(end);
            assertThat(connection.line()).isEqualTo("HTTP/1.1 400 Bad Request");
        }
        assertThat(registry.services()).isEmpty();
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(api.register("{'new':{'a':[1]}," + GOOD.substring(1)).status())
                .isEqualTo(201);
    }

    @Test
    void refusesOtherMediaTypes() {
        Api.Answer text = api.send("POST", "/services/register", GOOD, "Content-Type", "text/plain");
        Api.Answer none = api.send("POST", "/services/register", GOOD);
        Api.Answer json =
                api.send("POST", "/services/register", GOOD, "Content-Type", "Application/JSON; charset=utf-8");

        assertThat(text.status()).isEqualTo(415);
        assertThat(text.problem("detail")).isEqualTo("Content-Type: text/plain (expected: application/json)");
        assertThat(none.status()).isEqualTo(415);
        assertThat(json.status()).isEqualTo(201);
    }

    @Test
    void boundsBodyAndMetadata() {
        String entries =
                IntStream.range(0, 65).mapToObj(i -> "'k" + i + "':'v'").collect(Collectors.joining(","));

        assertThat(api.register(metadata("'a':'" + "x".repeat(70_000) + "'")).status())
                .isEqualTo(413);
        assertThat(api.register(metadata("'a':'" + "x".repeat(1_025) + "'")).status())
                .isEqualTo(400);
        assertThat(api.register(metadata("'" + "k".repeat(129) + "':'v'")).status())
                .isEqualTo(400);
        assertThat(api.register(metadata(entries)).problem("detail"))
                .isEqualTo("metadata: 65 entries (expected: at most 64 entries)");
        assertThat(registry.services()).isEmpty();
        assertThat(api.register(metadata("'" + "k".repeat(128) + "':'" + "x".repeat(1_024) + "'"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void refusesWhatItHasNoRoomFor() {
        api.register("{'serviceName':'a','ip':'10.0.0.1','port':1}");
        api.register("{'serviceName':'a','ip':'10.0.0.1','port':2}");

        Api.Answer answer = api.register("{'serviceName':'b','ip':'10.0.0.1','port':3}");

        assertThat(answer.status()).isEqualTo(507);
        assertThat(answer.problem("type")).isEqualTo("urn:rollcall:problem:registry-full");
        assertThat(api.register("{'serviceName':'a','ip':'10.0.0.1','port':2}").status())
                .isEqualTo(201);
        api.delete("/services/a/instances/a-10.0.0.1-1");
        assertThat(api.register("{'serviceName':'b','ip':'10.0.0.1','port':3}").status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nope,                               404, ''",
        "GET,    /services/a,                         404, ''",
        "POST,   /services,                           405, 'GET, HEAD'",
        "GET,    /services/register,                  405, POST",
        "DELETE, /services/a/instances,               405, 'GET, HEAD'",
        "GET,    /services/a/instances/b,             405, DELETE",
        "POST,   /services/a/instances/b/heartbeat,   405, PUT",
        "OPTIONS,/services/events?service=a,          405, GET",
    })
    void knowsItsPathsAndMethods(String method, String path, int status, String allow) {
        Api.Answer answer = api.send(method, path, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.problem("action")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /services/a%20b/instances",
        "GET,    /services/a%2Fb/instances",
        "GET,    /services/a/instances?status=sleeping",
        "DELETE, /services/a/instances/%00",
        "DELETE, /services/a/instances/b?generation=x",
        "DELETE, /services/a/instances/b?generation=-1",
        "PUT,    /services/a/instances/%C3%A4/heartbeat",
        "GET,    /services/events",
        "GET,    /services/events?service=",
        "GET,    /services/events?service=a%0Ab",
    })
    void checksPathsAndQueries(String method, String path) {
        Api.Answer answer = api.send(method, path, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem("type")).isEqualTo("urn:rollcall:problem:invalid-value");
    }

    private static String metadata(String entries) {
        return "{'metadata':{" + entries + "}," + GOOD.substring(1);
    }
}

package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The validator of the other tests finds faults, and the contract names what the code knows. */
class ContractTest {
    private final Contract contract = new Contract();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"ip\":\"a\",\"port\":1}",
                "{\"serviceName\":\"a b\",\"ip\":\"a\",\"port\":1}",
                "{\"serviceName\":\"a\",\"ip\":\"a\",\"port\":0}",
                "{\"serviceName\":\"a\",\"ip\":\"a\",\"port\":1,\"metadata\":{\"weight\":10001}}",
                "{\"serviceName\":\"a\",\"ip\":\"a\",\"port\":1,\"metadata\":{\"nested\":{}}}"
            })
    void findsFaultsInRequests(String body) {
        assertThat(contract.requestFaults("POST", "/services/register", body)).isNotEmpty();
    }

    @Test
    void findsFaultsInResponses() {
        String path = "/services/orders/instances";
        String good = "{\"serviceName\":\"orders\",\"revision\":1,\"incarnation\":\"i\",\"instances\":[]}";

        assertThat(contract.responseFaults("GET", path, 200, "application/json", good))
                .isEmpty();
        assertThat(contract.responseFaults("GET", path, 200, "application/json", "{}"))
                .isNotEmpty();
        assertThat(contract.responseFaults("GET", path, 200, "text/plain", good))
                .isNotEmpty();
        assertThat(contract.responseFaults("GET", path, 201, "application/json", good))
                .isNotEmpty();
    }

    @Test
    void namesEveryKindOfProblem() {
        List<String> types = StreamSupport.stream(
                        contract.document()
                                .at("/components/schemas/Problem/properties/type/enum")
                                .spliterator(),
                        false)
                .map(type -> type.stringValue())
                .toList();

        assertThat(types)
                .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(ProblemDetail.Kind.values())
                        .map(ProblemDetail.Kind::type)
                        .toList());
    }

    @Test
    void isServedAsItIs() {
        try (MockRegistry registry = MockRegistry.start()) {
            Api.Answer answer = Api.of(registry).get("/openapi.yaml");

            assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
            assertThat(answer.body()).startsWith("openapi: 3.1.0");
        }
    }
}

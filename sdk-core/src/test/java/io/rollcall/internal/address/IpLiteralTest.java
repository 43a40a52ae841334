package io.rollcall.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true",
        "999.1.1.1, true",
        "::1, true",
        "fe80::1%eth0, true",
        "10.0.0.1.example, false",
        "cafe, false",
        "registry-1, false"
    })
    void formIsThatOfAnAddressOrOfAName(String host, boolean address) {
        assertThat(IpLiteral.hasForm(host)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1", "2001:db8::5, 2001:db8:0:0:0:0:0:5", "::ffff:192.0.2.5, 192.0.2.5"})
    void addressesAreParsed(String text, String address) {
        assertThat(IpLiteral.parse(text).orElseThrow().getHostAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "fe80::1%eth0", "[::1]", "1:2", ":"})
    void otherTextIsNoAddress(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }
}

package io.rollcall.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaKeyTest {

    @ParameterizedTest
    @CsvSource({
        "version, version",
        "my_key-1, my_key-1",
        "port.grpc, port_x2E_grpc",
        "a b, a_x20_b",
        "größe, gr_xF6__xDF_e",
        "a_x2E_b, a_x5F_x2E_b",
        "consul-x, _x63_onsul-x",
        "rollcall-status, _x72_ollcall-status",
        "😀, _x1F600_"
    })
    void keysThatConsulRefusesAreWrittenAnotherWay(String key, String encoded) {
        assertThat(MetaKey.encode(key)).isEqualTo(encoded).matches("[A-Za-z0-9_-]+");
        assertThat(MetaKey.decode(encoded)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"_", "__x", "_x", "_x2E", "_x2E_", "_x_x2E_", ".", "_.", "._x", "$1", "\\", "_x5F_x", "x_x_x"})
    void everyKeyIsReadBack(String key) {
        assertThat(MetaKey.decode(MetaKey.encode(key))).isEqualTo(key);
    }

    @Test
    void noTwoKeysBecomeOne() {
        List<String> keys = List.of("a.b", "a_x2E_b", "a_x5F_x2E_b", "a_b", "a__b");

        assertThat(keys.stream().map(MetaKey::encode)).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoCodePointIsLeftAsItIs() {
        assertThat(MetaKey.decode("a_xFFFFFF_b")).isEqualTo("a_xFFFFFF_b");
    }
}

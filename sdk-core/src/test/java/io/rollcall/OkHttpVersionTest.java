package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkHttpVersionTest {

    @Test
    @DisplayName("F35 the OkHttp that the SDK is built with is accepted")
    void presentVersionIsAccepted() {
        assertThatCode(OkHttpVersion::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @DisplayName("F35 an OkHttp that is too old is named at start, with what to do")
    @ValueSource(strings = {"3.14.9", "4.12.0", "5.0.0-alpha.14", "5.1.0", "none"})
    void oldVersionsAreRefused(String version) {
        assertThat(OkHttpVersion.isUsable(version)).isFalse();
        assertThat(OkHttpVersion.refusal(version))
                .hasMessageContainingAll("okhttp: " + version, "okhttp-jvm 5.5 or newer", "rollcall-bom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.5.0", "5.5.1", "5.10.0-SNAPSHOT", "6.0.0"})
    void newVersionsAreAccepted(String version) {
        assertThat(OkHttpVersion.isUsable(version)).isTrue();
    }
}

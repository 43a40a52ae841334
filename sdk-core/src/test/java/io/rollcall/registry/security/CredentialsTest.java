package io.rollcall.registry.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @TempDir
    Path directory;

    private final VirtualScheduler time = new VirtualScheduler();

    @Test
    void aTokenIsAvailableAsBearerAndRaw() {
        Credentials token = Credentials.token(() -> "t-1");

        assertThat(token.authorization()).isEqualTo("Bearer t-1");
        assertThat(token.token()).isEqualTo("t-1");
    }

    @Test
    void basicHasNoToken() {
        Credentials basic = Credentials.basic("ann", "pä:ss");

        assertThat(basic.authorization()).isEqualTo("Basic YW5uOnDDpDpzcw==");
        assertThat(basic.token()).isNull();
        assertThat(Credentials.none().authorization()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://ann:s%40c%2Fret+1@host:80, Basic YW5uOnNAYy9yZXQrMQ==",
        "consul://ann@host, Basic YW5uOg==",
        "http://ann:pass@host_with_underscore/, Basic YW5uOnBhc3M="
    })
    void userInfoOfAUrlIsBasic(URI url, String expected) {
        assertThat(Credentials.in(url).authorization()).isEqualTo(expected);
    }

    @Test
    void urlsWithoutUserInfoHaveNone() {
        assertThat(Credentials.in(URI.create("http://host/a@b"))).isSameAs(Credentials.none());
        assertThat(Credentials.in(URI.create("static:list"))).isSameAs(Credentials.none());
    }

    @Test
    void aFileIsReadAgainButAtMostOnceASecond() throws IOException {
        Path file = written("first\n");
        Credentials credentials = Credentials.tokenFile(file, time);
        assertThat(credentials.token()).isEqualTo("first");

        Files.writeString(file, "second\n");
        time.advance(Duration.ofMillis(999));
        assertThat(credentials.token()).isEqualTo("first");
        time.advance(Duration.ofMillis(1));
        assertThat(credentials.token()).isEqualTo("second");
    }

    @Test
    void aRejectionMakesTheFileBeReadAtOnce() throws IOException {
        Path file = written("first");
        Credentials credentials = Credentials.tokenFile(file, time);
        assertThat(credentials.renewedAfter(credentials.authorization())).isFalse();

        Files.writeString(file, "second");

        assertThat(credentials.renewedAfter("Bearer first")).isTrue();
        assertThat(credentials.token()).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void aFileThatIsBeingWrittenChangesNothing(String half) throws IOException {
        Path file = written("first");
        Credentials credentials = Credentials.tokenFile(file, time);
        assertThat(credentials.token()).isEqualTo("first");

        Files.writeString(file, half);
        time.advance(Duration.ofSeconds(2));
        assertThat(credentials.token()).isEqualTo("first");
        Files.delete(file);
        time.advance(Duration.ofSeconds(2));
        assertThat(credentials.token()).isEqualTo("first");
    }

    @Test
    void aMissingFileIsReportedAndRetried() throws IOException {
        Credentials credentials = Credentials.tokenFile(directory.resolve("token"), time);
        assertThatThrownBy(credentials::authorization)
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("cannot be read");

        written("late");

        assertThat(credentials.token()).isEqualTo("late");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret\r\nX-Evil: 1", "s3cret with blanks", "s3crét"})
    void tokensThatAreIllegalInAHeaderAreRejectedAndNotShown(String token) {
        assertThatThrownBy(() -> Credentials.token(() -> token).authorization())
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("not shown")
                .hasMessageNotContaining("s3c");
    }

    @Test
    void aUserWithAColonIsRejectedAndNotShown() {
        assertThatThrownBy(() -> Credentials.basic("s3cret:", "s3cret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    private Path written(String content) throws IOException {
        return Files.writeString(directory.resolve("token"), content);
    }
}

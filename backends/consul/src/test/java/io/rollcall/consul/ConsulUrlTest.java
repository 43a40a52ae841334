package io.rollcall.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rollcall.Rollcall;
import io.rollcall.registry.security.Credentials;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsulUrlTest {

    private static ConsulUrl url(String text) {
        return ConsulUrl.of(URI.create(text));
    }

    @ParameterizedTest
    @CsvSource({
        "consul://127.0.0.1, http://127.0.0.1:8500/v1",
        "consul://127.0.0.1:80, http://127.0.0.1/v1",
        "CONSUL://agent:8501, http://agent:8501/v1",
        "consuls://agent, https://agent:8501/v1",
        "consuls://agent:443, https://agent/v1",
        "consul://[::1]:8500, http://[::1]:8500/v1",
        "consul://[::1], http://[::1]:8500/v1",
        "consul://consul_1:9000, http://consul_1:9000/v1",
        "consul://proxy/consul/, http://proxy:8500/consul/v1"
    })
    void saysWhereTheAgentIs(String text, String api) {
        assertThat(url(text).path("v1").build()).hasToString(api);
    }

    @Test
    void saysHowToSpeakToIt() {
        ConsulUrl url = url("consul://h?dc=dc2&consistency=STALE&ttl=2m&queries=7&tag=blue&tag=eu&token=t-1");

        assertThat(url.datacenter()).isEqualTo("dc2");
        assertThat(url.consistency()).isEqualTo(ConsulUrl.Consistency.STALE);
        assertThat(url.ttl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(url.queries()).isEqualTo(7);
        assertThat(url.tags()).containsExactly("blue", "eu");
        assertThat(url.credentials(Credentials.none()).token()).isEqualTo("t-1");
    }

    @Test
    void hasDefaults() {
        ConsulUrl url = url("consul://h");

        assertThat(url.datacenter()).isEmpty();
        assertThat(url.consistency()).isEqualTo(ConsulUrl.Consistency.DEFAULT);
        assertThat(url.ttl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(url.queries()).isEqualTo(50);
        assertThat(url.tags()).isEmpty();
        assertThat(url.credentials(Credentials.none()).token()).isNull();
    }

    @Test
    void neverShowsTheToken() {
        assertThat(url("consul://h:1/p?token=s3cret")).hasToString("consul://h:1/p");
        assertThat(url("consuls://h?token=s3cret&dc=dc 2&ttl=5s".replace(" ", "%20")))
                .as("names what is discovered: another datacenter is another registry")
                .hasToString("consuls://h:8501?dc=dc+2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> url("consul://h?tocken=s3cret"))
                .withMessage(
                        "registry: query \"tocken\" (expected: any of [consistency, dc, queries, tag, token, ttl])");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rollcall.connect("consuls://h:99999?token=s3cret"))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void aTokenIsOfTheBuilderOrOfTheUrl() {
        Credentials given = Credentials.token(() -> "s3cret");

        assertThat(url("consul://h").credentials(given)).isSameAs(given);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rollcall.builder()
                        .registry("consul://h?token=s3cret-2")
                        .token("s3cret")
                        .build())
                .withMessageContaining("consul://h:8500 with two tokens")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void aNameAndAPasswordAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rollcall.connect("consul://ann:s3cret@h"))
                .withMessageContaining("consul://h:8500 with a user and a password (expected: an ACL token")
                .withMessageNotContaining("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rollcall.builder()
                        .registry("consul://h")
                        .basic("ann", "s3cret")
                        .build())
                .withMessageContaining("expected: an ACL token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "consul:h",
                "consul:///path",
                "consul://h#x",
                "consul://h?DC=dc1",
                "consul://h?dc=a&dc=b",
                "consul://h?ttl=2s",
                "consul://h?ttl=61m",
                "consul://h?ttl=30",
                "consul://h?consistency=fresh",
                "consul://h?token=a%0Ab",
                "consul://h?queries=0",
                "consul://h?queries=1000",
                "consul://a@h",
                "consul://:a@h"
            })
    void refusesWhatItDoesNotKnow(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> url(text)).withMessageStartingWith("registry: ");
    }
}

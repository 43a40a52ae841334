package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageHttpTest {
    private final MockRegistry registry = MockRegistry.start();
    private final Api.Answer page = Api.of(registry).get("/");

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void isServedUnderAPolicyThatAllowsNothingElse() {
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'sha256-")
                .contains(
                        "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .endsWith("; require-trusted-types-for 'script'; trusted-types 'none'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "style"})
    void thePolicyNamesTheHashOfItsOwnContent(String element) throws Exception {
        String content = page.body().replaceFirst("(?s).*<" + element + ">(.*)</" + element + ">.*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));

        assertThat(page.header("Content-Security-Policy"))
                .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }

    /** The policy would stop an inline handler and a foreign file; the page must not need them, nor write HTML. */
    @Test
    void usesNothingThatThePolicyForbidsAndWritesNoHtml() {
        assertThat(page.body())
                .doesNotContainPattern("(?i)\\son[a-z]+=")
                .doesNotContainPattern("(?i)(src|href)=\"?(https?:)?//")
                .doesNotContainPattern("(?i)\\sstyle=")
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }
}

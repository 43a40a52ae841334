package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.RequestContext;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class HttpRequestContextTest {
    private static final Request REQUEST = new Request.Builder()
            .url("http://users/a%20b?debug=1&Case=x")
            .header("X-Canary", "true")
            .build();

    @Test
    void headersMethodPathAndQueryAreAttributes() {
        RequestContext context = HttpRequestContext.of(REQUEST);

        assertThat(context.attribute("x-canary")).isEqualTo("true");
        assertThat(context.attribute(RequestContext.METHOD)).isEqualTo("GET");
        assertThat(context.attribute(RequestContext.PATH)).isEqualTo("/a%20b");
        assertThat(context.attribute("?debug")).isEqualTo("1");
        assertThat(context.attribute("?Case")).isEqualTo("x");
        assertThat(context.attribute("absent")).isNull();
        assertThat(context.key()).isNull();
    }

    @Test
    void aTagComesBeforeTheRequestAndGivesTheKey() {
        RequestContext tag =
                RequestContext.of("x-canary", "tagged").and("tenant", "t1").key("user-7");

        RequestContext context = HttpRequestContext.of(
                REQUEST.newBuilder().tag(RequestContext.class, tag).build());

        assertThat(context.attribute("x-canary")).isEqualTo("tagged");
        assertThat(context.attribute("tenant")).isEqualTo("t1");
        assertThat(context.attribute("?debug")).isEqualTo("1");
        assertThat(context.key()).isEqualTo("user-7");
    }

    @Test
    void aLoggedContextHoldsNoQuery() {
        assertThat(HttpRequestContext.of(REQUEST)).hasToString("GET http://users/...");
    }
}

package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.model.RequestContext;
import java.util.List;
import java.util.Objects;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HttpRequestContextTest {
    private static final Request REQUEST = new Request.Builder()
            .url("http://users/a%20b?debug=1&Case=x")
            .header("X-Canary", "true")
            .build();

    @Test
    void headersMethodPathAndQueryAreAttributes() {
        RequestContext context = of(REQUEST);

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

        RequestContext context =
                of(REQUEST.newBuilder().tag(RequestContext.class, tag).build());

        assertThat(context.attribute("x-canary")).isEqualTo("tagged");
        assertThat(context.attribute("tenant")).isEqualTo("t1");
        assertThat(context.attribute("?debug")).isEqualTo("1");
        assertThat(context.key()).isEqualTo("user-7");
    }

    @Test
    void aLoggedContextHoldsNoQuery() {
        assertThat(of(REQUEST)).hasToString("GET http://users/...");
    }

    @Test
    @DisplayName("F50 a query parameter without a value is there, and empty")
    void queryParameterWithoutAValueIsEmpty() {
        RequestContext context =
                of(new Request.Builder().url("http://users/?debug&a=&b=1").build());

        assertThat(context.attribute("?debug")).isEmpty();
        assertThat(context.attribute("?a")).isEmpty();
        assertThat(context.attribute("?b")).isEqualTo("1");
        assertThat(context.attribute("?c")).isNull();
    }

    @Test
    @DisplayName("F50 a header that is sent twice is joined by commas")
    void headerThatIsSentTwiceIsJoined() {
        RequestContext context = of(REQUEST.newBuilder()
                .addHeader("X-Group", "a")
                .addHeader("x-group", "b")
                .build());

        assertThat(context.attribute("x-group")).isEqualTo("a,b");
        assertThat(RequestMatch.attribute("x-group").notIn("a", "b").matches(context))
                .isTrue();
        assertThat(RequestMatch.attribute("x-group").absent().matches(context)).isFalse();
    }

    @Test
    @DisplayName("F50 headers that OkHttp adds are those that the server will see")
    void headersThatOkHttpAddsAreSeen() {
        HttpUrl url = HttpUrl.get("http://users/");
        CookieJar jar = new CookieJar() {
            @Override
            public List<Cookie> loadForRequest(HttpUrl to) {
                return List.of(
                        Objects.requireNonNull(Cookie.parse(url, "session=7")),
                        Objects.requireNonNull(Cookie.parse(url, "group=beta")));
            }

            @Override
            public void saveFromResponse(HttpUrl from, List<Cookie> cookies) {}
        };
        Request request = new Request.Builder()
                .url(url)
                .header("Cookie", "replaced by the jar's")
                .header("Content-Type", "replaced by the body's")
                .post(RequestBody.create("{}", MediaType.get("application/json")))
                .build();

        RequestContext context = HttpRequestContext.of(request, jar);

        assertThat(context.attribute("cookie")).isEqualTo("session=7; group=beta");
        assertThat(context.attribute("content-type")).isEqualTo("application/json; charset=utf-8");
        assertThat(context.attribute("content-length")).isEqualTo("2");
        assertThat(context.attribute("host")).isEqualTo("users");
        assertThat(context.attribute("user-agent")).startsWith("okhttp/5");
    }

    private static RequestContext of(Request request) {
        return HttpRequestContext.of(request, CookieJar.NO_COOKIES);
    }
}

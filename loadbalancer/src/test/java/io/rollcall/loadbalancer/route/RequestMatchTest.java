package io.rollcall.loadbalancer.route;

import static io.rollcall.loadbalancer.route.RequestMatch.attribute;
import static io.rollcall.loadbalancer.route.RequestMatch.method;
import static io.rollcall.loadbalancer.route.RequestMatch.path;
import static io.rollcall.loadbalancer.route.RequestMatch.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.model.RequestContext;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestMatchTest {
    private final RequestContext request = RequestContext.of(RequestContext.METHOD, "GET")
            .and(RequestContext.PATH, "/users/42")
            .and("X-Canary", "true")
            .and("?Debug", "1");

    @Test
    void matchesRequestsByEveryAttribute() {
        assertThat(method().is("GET").matches(request)).isTrue();
        assertThat(path().prefix("/users/").matches(request)).isTrue();
        assertThat(path().regex("/users/[0-9]+").matches(request)).isTrue();
        assertThat(query("Debug").present().matches(request)).isTrue();
        assertThat(attribute("x-CANARY").in("true", "yes").matches(request)).isTrue();
        assertThat(attribute("x-canary").notIn("false").matches(request)).isTrue();
        assertThat(attribute("x-other").absent().matches(request)).isTrue();
    }

    @Test
    void doesNotMatchOthers() {
        assertThat(method().is("get").matches(request)).isFalse();
        assertThat(path().prefix("/user/").matches(request)).isFalse();
        assertThat(path().regex("/users/[0-9]").matches(request))
                .as("the whole of it")
                .isFalse();
        assertThat(query("debug").present().matches(request)).isFalse();
        assertThat(attribute("x-canary").notIn("true").matches(request)).isFalse();
        assertThat(attribute("x-canary").absent().matches(request)).isFalse();
    }

    @Test
    void onlyNotInAndAbsentMatchARequestWithoutTheAttribute() {
        RequestContext bare = RequestContext.empty();

        assertThat(attribute("a").notIn("x").matches(bare)).isTrue();
        assertThat(attribute("a").absent().matches(bare)).isTrue();
        assertThat(attribute("a").is("").matches(bare)).isFalse();
        assertThat(attribute("a").prefix("").matches(bare)).isFalse();
        assertThat(attribute("a").regex(".*").matches(bare)).isFalse();
        assertThat(attribute("a").in("x").matches(bare)).isFalse();
        assertThat(attribute("a").present().matches(bare)).isFalse();
    }

    @Test
    @DisplayName("F50 an attribute without a value is present, and empty")
    void anAttributeWithoutAValueIsEmpty() {
        RequestContext flag = RequestContext.of("?debug", "");

        assertThat(query("debug").present().matches(flag)).isTrue();
        assertThat(query("debug").is("").matches(flag)).isTrue();
        assertThat(query("debug").in("", "1").matches(flag)).isTrue();
        assertThat(query("debug").absent().matches(flag)).isFalse();
        assertThat(query("debug").notIn("").matches(flag)).isFalse();
        assertThat(query("debug").is("")).hasToString("query debug is \"\"");
    }

    @Test
    void isCombined() {
        RequestMatch canary = attribute("x-canary").is("true");
        RequestMatch post = method().is("POST");

        assertThat(canary.and(post).matches(request)).isFalse();
        assertThat(canary.or(post).matches(request)).isTrue();
        assertThat(canary.and(post)).hasToString("x-canary is true and method is POST");
        assertThat(canary.or(post)).hasToString("x-canary is true or method is POST");
    }

    @Test
    void refusesAnInvalidPattern() {
        assertThatThrownBy(() -> path().regex("(")).isInstanceOf(PatternSyntaxException.class);
    }
}

package io.rollcall.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestContextTest {
    @Test
    void comparesHeaderNamesWithoutCaseAndQueryNamesWithIt() {
        RequestContext request = RequestContext.of("X-Canary", "true").and("?Debug", "1");

        assertThat(request.attribute("x-canary")).isEqualTo("true");
        assertThat(request.attribute("?Debug")).isEqualTo("1");
        assertThat(request.attribute("?debug")).isNull();
        assertThat(RequestContext.canonical("X-Canary")).isEqualTo("x-canary");
    }

    @Test
    void isNotChangedByWhatIsMadeOfIt() {
        RequestContext.Attributes one = RequestContext.of("a", "1");
        RequestContext.Attributes two = one.and("b", "2").key("k");

        assertThat(one.attribute("b")).isNull();
        assertThat(one.key()).isNull();
        assertThat(two.attribute("a")).isEqualTo("1");
        assertThat(two.key()).isEqualTo("k");
        assertThat(RequestContext.empty().attribute("a")).isNull();
        assertThat(RequestContext.keyed("k").key()).isEqualTo("k");
    }

    @Test
    void hasNoKeyUnlessGivenOne() {
        RequestContext bare = name -> null;

        assertThat(bare.key()).isNull();
    }
}

package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.clock.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryHttpTest {
    private final VirtualClock clock = VirtualClock.create();
    private final MockRegistry registry =
            MockRegistry.builder().clock(clock).preservation(Duration.ZERO).start();
    private final Api api = Api.of(registry);

    @BeforeEach
    void registerThree() {
        api.register(
                "{'serviceName':'users','ip':'10.0.0.1','port':1,'instanceId':'u-1','metadata':{'version':'1.4.0','env':'prod'}}");
        api.register(
                "{'serviceName':'users','ip':'10.0.0.2','port':1,'instanceId':'u-2','metadata':{'version':'2.0.0','env':'prod'}}");
        api.register("{'serviceName':'users','ip':'10.0.0.3','port':1,'instanceId':'u-3','status':'DRAINING',"
                + "'metadata':{'version':'2.0.0','env':'staging'}}");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'',                          u-1 u-2 u-3",
        "?version=2.0.0,              u-2 u-3",
        "?version=2.0.0&env=prod,     u-2",
        "?env=prod&env=staging,       u-1 u-2 u-3",
        "?status=UP,                  u-1 u-2",
        "?status=UP&version=2.0.0,    u-2",
        "?zone=,                      ''",
        "?zone=eu-1a,                 ''",
    })
    void filtersByMetadataAndStatus(String query, String expected) {
        Api.Answer answer = api.get("/services/users/instances" + query);

        assertThat(String.join(" ", ids(answer))).isEqualTo(expected);
        assertThat(answer.json().get("revision").longValue()).isEqualTo(3);
    }

    @Test
    void unknownServiceIsAnEmptyList() {
        Api.Answer answer = api.get("/services/nobody/instances");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer)).isEmpty();
        assertThat(answer.json().get("revision").longValue()).isZero();
    }

    @Test
    void sameRevisionIsNotSentAgain() {
        String tag = api.get("/services/users/instances").header("ETag");

        Api.Answer same = api.get("/services/users/instances", "If-None-Match", tag);
        api.heartbeat("users", "u-1", "{'status':'DOWN'}");
        Api.Answer changed = api.get("/services/users/instances", "If-None-Match", tag);

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    @DisplayName("F20 a change of another service wakes nobody")
    void unrelatedChangeKeepsTheTag() {
        String tag = api.get("/services/users/instances").header("ETag");
        String unknown = api.get("/services/nobody/instances").header("ETag");

        api.register("{'serviceName':'orders','ip':'10.0.0.9','port':1,'instanceId':'o-1'}");
        api.delete("/services/orders/instances/o-1");

        assertThat(api.get("/services/users/instances", "If-None-Match", tag).status())
                .isEqualTo(304);
        assertThat(api.get("/services/nobody/instances", "If-None-Match", unknown)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void anEarlierLifesTagIsNeverConfirmed() {
        String tag = api.get("/services/users/instances").header("ETag");

        registry.restart();

        Api.Answer answer = api.get("/services/users/instances", "If-None-Match", tag);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("revision").longValue()).isEqualTo(3);
        assertThat(answer.json().get("incarnation").stringValue()).isEqualTo(registry.incarnation());
    }

    @Test
    void expiryChangesTheTagEvenBeforeTheSweep() {
        String tag = api.get("/services/users/instances").header("ETag");

        clock.advance(Duration.ofMillis(29_500));
        api.heartbeat("users", "u-1", "{}");
        clock.advance(Duration.ofMillis(499));
        assertThat(api.get("/services/users/instances", "If-None-Match", tag).status())
                .isEqualTo(304);
        clock.advance(Duration.ofMillis(1));

        assertThat(ids(api.get("/services/users/instances", "If-None-Match", tag)))
                .containsExactly("u-1");
    }

    @Test
    void listsServicesThatHaveInstances() {
        api.register("{'serviceName':'orders','ip':'10.0.0.9','port':1,'instanceId':'o-1'}");
        api.register("{'serviceName':'gone','ip':'10.0.0.9','port':1,'instanceId':'g-1'}");
        api.delete("/services/gone/instances/g-1");

        Api.Answer answer = api.get("/services");

        assertThat(answer.json().get("revision").longValue()).isEqualTo(6);
        assertThat(answer.json().get("services").toString())
                .isEqualTo(
                        "[{\"name\":\"orders\",\"instances\":1,\"revision\":4},{\"name\":\"users\",\"instances\":3,\"revision\":3}]");
    }

    @Test
    void leasesSayHowLongEachInstanceWasSilentAndHowMuchIsLeft() {
        clock.advance(Duration.ofSeconds(20));
        api.heartbeat("users", "u-1", "{}");
        clock.advance(Duration.ofSeconds(4));
        api.delete("/services/users/instances/u-3");

        Api.Answer answer = api.get("/services/leases?service=users&service=nobody");

        assertThat(answer.json().get("ttlMillis").longValue()).isEqualTo(30_000);
        assertThat(answer.json().get("heartbeatMillis").longValue()).isEqualTo(10_000);
        assertThat(answer.json().get("services").toString())
                .isEqualTo("[{'serviceName':'users','leases':["
                        .concat("{'instanceId':'u-1','silentMillis':4000,'leftMillis':26000},")
                        .concat("{'instanceId':'u-2','silentMillis':24000,'leftMillis':6000}]},")
                        .concat("{'serviceName':'nobody','leases':[]}]")
                        .replace('\'', '"'));
    }

    @Test
    void anExpiredLeaseIsNotListed() {
        clock.advance(Duration.ofSeconds(30));

        assertThat(api.get("/services/leases?service=users").json().at("/services/0/leases"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?service=", "?service=a%20b"})
    void leasesAreAskedForByName(String query) {
        assertThat(api.get("/services/leases" + query).status()).isEqualTo(400);
    }

    @Test
    void headAnswersWithoutBody() {
        Api.Answer answer = api.send("HEAD", "/services/users/instances", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).isNotEmpty();
    }

    private static List<String> ids(Api.Answer answer) {
        List<String> ids = new ArrayList<>();
        answer.json()
                .get("instances")
                .forEach(instance -> ids.add(instance.get("instanceId").stringValue()));
        return ids;
    }
}

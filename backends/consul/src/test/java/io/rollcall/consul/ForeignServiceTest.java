package io.rollcall.consul;

import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.RecordingListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services that other tools registered, at a real agent. */
class ForeignServiceTest {
    private static ConsulAgent agent;
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static ConsulRegistry backend;

    @BeforeAll
    static void start() {
        agent = ConsulAgent.inMemory();
        backend = Backend.counting(agent.uri(""), REFUSED);
    }

    @AfterEach
    void clear() {
        agent.clear();
    }

    @AfterAll
    static void stop() throws Exception {
        ConsulAgent.closeAll(backend, agent);
    }

    private static List<ServiceInstance> listed(String service, int count) {
        return org.awaitility.Awaitility.await()
                .atMost(Connected.PATIENCE)
                .until(() -> backend.fetch(service, null).orElseThrow().instances(), found -> found.size() == count);
    }

    @Test
    void aServiceWithoutAnAddressIsAtItsNode() {
        agent.registerForeign("{\"Name\":\"web\",\"Port\":80}");

        ServiceInstance web = listed("web", 1).get(0);

        assertThat(web.authority()).isEqualTo("127.0.0.1:80");
        assertThat(web.id()).isEqualTo("web." + agent.node());
        assertThat(web.status()).isEqualTo(InstanceStatus.UP);
        assertThat(web.metadata()).isEmpty();
    }

    @Test
    void metaAndTagsAreMetadata() {
        agent.registerForeign("""
                {"Name":"web","Port":80,"Tags":["blue","zone=eu-1a","version=9"],
                 "Meta":{"version":"1.4.0","secure":"true","weight":"heavy","a_x2E_b":"as it is"}}""");

        ServiceInstance web = listed("web", 1).get(0);

        assertThat(web.version()).isEqualTo("1.4.0");
        assertThat(web.zone()).isEqualTo("eu-1a");
        assertThat(web.secure()).isTrue();
        assertThat(web.metadata()).containsEntry("tag.blue", "true").containsEntry("a_x2E_b", "as it is");
        assertThat(web.weight()).as("an illegal one is none").isEqualTo(ServiceInstance.DEFAULT_WEIGHT);
    }

    @ParameterizedTest
    @CsvSource({"passing, passing, UP", "passing, warning, UP", "warning, critical, DOWN", "critical, passing, DOWN"})
    void anyCriticalCheckTakesItOut(String one, String other, InstanceStatus status) {
        agent.registerForeign("""
                {"Name":"web","Port":80,"Checks":[{"TTL":"1h","Status":"%s"},{"TTL":"1h","Status":"%s"}]}""".formatted(one, other));

        assertThat(listed("web", 1).get(0).status()).isEqualTo(status);
    }

    @Test
    void maintenanceIsDraining() {
        backend.register(orders(80));
        agent.registerForeign("{\"Name\":\"web\",\"Port\":80}");
        agent.put("/v1/agent/maintenance?enable=true", "");
        try {
            org.awaitility.Awaitility.await().atMost(Connected.PATIENCE).untilAsserted(() -> {
                assertThat(listed("web", 1).get(0).status()).isEqualTo(InstanceStatus.DRAINING);
                assertThat(listed("orders", 1).get(0).status()).isEqualTo(InstanceStatus.DRAINING);
            });
        } finally {
            agent.put("/v1/agent/maintenance?enable=false", "");
        }
    }

    @Test
    @DisplayName("F25 weights of Consul count where one was chosen, and warnings have their own")
    void weightsCountWhereOneWasChosen() {
        agent.registerForeign("{\"ID\":\"a\",\"Name\":\"web\",\"Port\":80}");
        agent.registerForeign("{\"ID\":\"b\",\"Name\":\"web\",\"Port\":81}");
        assertThat(listed("web", 2)).allMatch(i -> i.weight() == ServiceInstance.DEFAULT_WEIGHT);

        agent.registerForeign("""
                {"ID":"c","Name":"web","Port":82,"Weights":{"Passing":7,"Warning":2},"Check":{"TTL":"1h","Status":"warning"}}""");

        assertThat(listed("web", 3)).extracting(ServiceInstance::weight).containsExactlyInAnyOrder(1, 1, 2);
    }

    @Test
    @DisplayName("F23 ids of any form become legal ones, each its own")
    void anyIdBecomesALegalOne() {
        for (String id : List.of("web:80", "web 80", "web/80", "web")) {
            agent.registerForeign("{\"ID\":\"" + id + "\",\"Name\":\"web\",\"Port\":80}");
        }

        assertThat(listed("web", 4)).extracting(ServiceInstance::id).doesNotHaveDuplicates();
        agent.put("/v1/agent/service/deregister/web%2F80", "");
        agent.put("/v1/agent/service/deregister/web%2080", "");
    }

    @Test
    void whatCannotBeCalledIsLeftOutAndCounted() {
        int before = REFUSED.get();
        agent.registerForeign("{\"ID\":\"a\",\"Name\":\"web\"}");
        agent.registerForeign("{\"ID\":\"b\",\"Name\":\"web\",\"Port\":80,\"Address\":\"h/../x?\"}");
        agent.registerForeign("{\"ID\":\"c\",\"Name\":\"web\",\"Port\":80}");

        assertThat(listed("web", 1)).hasSize(1);
        assertThat(REFUSED.get()).isGreaterThanOrEqualTo(before + 2);
    }

    @Test
    @DisplayName("F37 an instance with more tags and metadata than an instance may have is listed with those that fit")
    void moreTagsThanFitAreLeftOut() {
        String tags = IntStream.range(0, 73).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(","));
        agent.registerForeign(
                "{\"ID\":\"a\",\"Name\":\"web\",\"Port\":80,\"Tags\":[" + tags
                        + ",\"secure=true\",\"zone=eu-1a\"],\"Meta\":{\"version\":\"1.4.0\"},\"Weights\":{\"Passing\":7,\"Warning\":1}}");
        agent.registerForeign("{\"ID\":\"b\",\"Name\":\"web\",\"Port\":81}");

        List<ServiceInstance> web = listed("web", 2);

        ServiceInstance large =
                web.stream().filter(instance -> instance.port() == 80).findAny().orElseThrow();
        assertThat(large.metadata()).hasSize(64).containsEntry("version", "1.4.0");
        assertThat(large.weight()).isEqualTo(7);
        assertThat(large.secure())
                .as("calls are never in plain text because of a bound")
                .isTrue();
    }

    @Test
    @DisplayName("F37 a service with such an instance ends no watch, of its own or of others")
    void moreTagsThanFitEndNoWatch() {
        String meta =
                IntStream.range(0, 64).mapToObj(i -> "\"k" + i + "\":\"v\"").collect(Collectors.joining(","));
        agent.registerForeign("{\"Name\":\"web\",\"Port\":80,\"Meta\":{" + meta
                + "},\"Weights\":{\"Passing\":7,\"Warning\":1}," + "\"Tags\":[\"one-more\"]}");
        agent.registerForeign("{\"Name\":\"other\",\"Port\":81}");
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("web", "other"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitView(view -> view.service().equals("web")
                    && view.instances().size() == 1
                    && view.instances().get(0).weight() == 7);
            listener.awaitView(
                    view -> view.service().equals("other") && view.instances().size() == 1);
        }

        assertThat(listener.ends()).isZero();
        agent.put("/v1/agent/service/deregister/other", "");
    }

    @Test
    void foreignServiceUnderOurIdGivesWay() {
        agent.registerForeign("{\"ID\":\"orders:" + orders(80).id() + "\",\"Name\":\"orders\",\"Port\":99}");

        backend.register(orders(80));

        assertThat(listed("orders", 1)).containsExactly(orders(80));
    }
}

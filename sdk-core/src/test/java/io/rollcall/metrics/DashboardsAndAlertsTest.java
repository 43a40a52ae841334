package io.rollcall.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboards and alerts of docs/observability, in a real Prometheus that scrapes a real process and its registry.
 */
class DashboardsAndAlertsTest {
    private static final Path DOCS = Path.of("..", "docs", "observability");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern VARIABLE = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    @TempDir
    static Path folder;

    private static MockRegistry registry;
    private static ObservedProcess process;
    private static PrometheusServer prometheus;

    @BeforeAll
    static void observe() throws IOException {
        registry = MockRegistry.builder()
                .ttl(Duration.ofSeconds(6))
                .heartbeat(Duration.ofMillis(500))
                .start();
        process = ObservedProcess.start(registry.uri().toString());
        Map<String, String> targets = Map.of("orders", process.target(), "registry", "127.0.0.1:" + registry.port());
        prometheus = PrometheusServer.start(folder, targets, accelerated(Files.readString(alerts())));
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (prometheus != null) {
            prometheus.close();
        }
        process.close();
        registry.close();
    }

    private static Path alerts() {
        return DOCS.resolve("rollcall-alerts.yaml");
    }

    /** The same rules with seconds instead of minutes. */
    private static String accelerated(String rules) {
        return rules.replaceAll("for: \\d+m", "for: 1s").replaceAll("\\[\\d+m]", "[5s]");
    }

    @Test
    void everyAlertIsEvaluated() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(rules())
                        .hasSizeGreaterThanOrEqualTo(11)
                        .allSatisfy(rule -> assertThat(rule.get("health").asString())
                                .as("%s", rule)
                                .isEqualTo("ok")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall-dashboard.json", "mock-registry-dashboard.json"})
    void everyPanelOfADashboardHasData(String file) throws IOException {
        List<String> expressions = expressions(new JsonMapper().readTree(Files.readString(DOCS.resolve(file))));
        assertThat(expressions).hasSizeGreaterThan(10);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(expressions.stream().filter(DashboardsAndAlertsTest::isEmpty))
                        .isEmpty());
    }

    @Test
    void aRegistryThatIsDownRaisesAlertsUntilItIsBack() {
        String beating = "rate(rollcall_registry_heartbeats_total{outcome=\"success\"}[5s]) > 0";
        await("heartbeats").atMost(SOON).until(() -> !isEmpty(beating));
        await().atMost(SOON).until(() -> !isFiring("RollcallInstanceNotRegistered"));

        registry.stop();
        try {
            await().atMost(SOON).until(() -> isFiring("RollcallHeartbeatsFailing"));
            await().atMost(SOON).until(() -> isFiring("RollcallInstanceNotRegistered"));
        } finally {
            registry.restart();
        }

        await().atMost(SOON)
                .until(() -> !isFiring("RollcallInstanceNotRegistered") && !isFiring("RollcallHeartbeatsFailing"));
    }

    @Test
    void promtoolAcceptsTheAlerts() throws Exception {
        assertThat(PrometheusServer.promtool(DOCS, "check", "rules", "rollcall-alerts.yaml"))
                .startsWith("0 ");
        assertThat(PrometheusServer.promtool(DOCS, "test", "rules", "rollcall-alerts-test.yaml"))
                .startsWith("0 ");
    }

    @Test
    void everyAlertHasATestOfItsOwn() throws IOException {
        String tests = Files.readString(DOCS.resolve("rollcall-alerts-test.yaml"));

        assertThat(Pattern.compile("- alert: (\\w+)")
                        .matcher(Files.readString(alerts()))
                        .results())
                .map(alert -> "alertname: " + alert.group(1))
                .allSatisfy(alert -> assertThat(tests).contains(alert));
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        prometheus
                .get("rules")
                .get("groups")
                .forEach(group -> group.get("rules").forEach(rules::add));
        return rules;
    }

    private static boolean isFiring(String alert) {
        return rules().stream()
                .anyMatch(rule -> rule.get("name").asString().equals(alert)
                        && rule.get("state").asString().equals("firing"));
    }

    /** The queries of a dashboard, its variables filled in as Grafana would. */
    private static List<String> expressions(JsonNode dashboard) {
        Stream<String> panels = dashboard.findValuesAsString("expr").stream();
        Stream<String> variables = dashboard.findValuesAsString("definition").stream()
                .map(definition -> VARIABLE.matcher(definition)
                        .results()
                        .findFirst()
                        .map(DashboardsAndAlertsTest::labels)
                        .orElse(definition));
        return Stream.concat(panels, variables)
                .map(expression -> expression
                        .replace("$__rate_interval", "5s")
                        .replace("$job", ".*")
                        .replace("$service", ".*"))
                .toList();
    }

    private static String labels(MatchResult variable) {
        return "count by (" + variable.group(2) + ") (" + variable.group(1) + ")";
    }

    private static boolean isEmpty(String expression) {
        for (JsonNode series : prometheus.query(expression)) {
            if (!series.get("value").get(1).asString().equals("NaN")) {
                return false;
            }
        }
        return true;
    }
}

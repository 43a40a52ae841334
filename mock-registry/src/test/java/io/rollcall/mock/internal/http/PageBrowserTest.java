package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RegistrationRequest;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, over a real registry. Each test opens it once and never reloads. */
class PageBrowserTest {
    private static final Duration SHORT_TTL = Duration.ofSeconds(3);

    private static Browser browser;
    private final MockRegistry registry = MockRegistry.start();

    @BeforeAll
    static void startBrowser() throws IOException {
        browser = Browser.start();
    }

    @AfterAll
    static void endBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void forgetTheOneBefore() {
        browser.open("about:blank");
        browser.console();
        browser.requests();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void anEmptyRegistrySaysHowToBegin() {
        open(registry);

        assertThat(browser.find("#none").isDisplayed()).isTrue();
        assertThat(browser.texts("#curl")).first().asString().contains(registry.uri() + "/services/register");
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    @Test
    void showsARegisteredInstanceWithoutReload() {
        open(registry);
        register("orders", "o-1", "version", "1.4.0", "env", "prod", "weight", "70", "team", "checkout");

        eventually(() -> assertThat(browser.texts("tbody tr"))
                .singleElement()
                .asString()
                .contains(
                        "o-1", "10.0.0.1:8080", "UP", "1.4.0", "prod", "70", "team=checkout", " s left", "heartbeat "));
        assertThat(browser.texts("h2")).contains("orders");
        assertThat(browser.find("#none").isDisplayed()).isFalse();
        assertThat(browser.texts("#log li")).singleElement().asString().endsWith("orders: o-1 joined");
        assertThat(browser.accessibilityFaults()).isEmpty();
    }

    @Test
    void aChangeOfStatusIsShownInItsRow() {
        register("orders", "o-1");
        open(registry);
        eventually(() -> assertThat(browser.texts("td.status")).containsExactly("UP"));

        registry.register(
                instance("orders", "o-1").status(InstanceStatus.DRAINING).build());

        eventually(() -> assertThat(browser.texts("td.status")).containsExactly("DRAINING"));
        assertThat(browser.texts("#log li")).first().asString().endsWith("orders: o-1 UP → DRAINING");
    }

    @Test
    void anInstanceThatIsDeregisteredGoesAndTheOtherStays() {
        register("orders", "o-1");
        register("orders", "o-2");
        open(registry);
        eventually(() -> assertThat(browser.texts("tbody tr")).hasSize(2));

        registry.deregister("orders", "o-1");

        eventually(() ->
                assertThat(browser.texts("tbody tr")).singleElement().asString().startsWith("o-2"));
        assertThat(browser.texts("#log li")).first().asString().endsWith("orders: o-1 left");
    }

    @Test
    void anInstanceThatExpiresGoesAndThePageSaysWhy() {
        try (MockRegistry hasty = MockRegistry.builder()
                .ttl(SHORT_TTL)
                .heartbeat(Duration.ofMillis(500))
                .sweep(Duration.ofMillis(100))
                .start()) {
            open(hasty);
            hasty.register(instance("orders", "o-1").build());
            eventually(() -> assertThat(browser.texts("tr.late td.lease small"))
                    .singleElement()
                    .asString()
                    .startsWith("late: heartbeat "));

            eventually(() -> assertThat(browser.find("#none").isDisplayed()).isTrue());
            assertThat(browser.texts("#log li")).first().asString().endsWith("o-1 expired: no heartbeat for 3 s");
        }
    }

    @Test
    void hostileMetadataIsTextAndNothingOfItRuns() {
        String script = "<script>window.hacked=1</script>";
        String image = "<img src=x onerror=window.hacked=1>";
        register(
                "constructor",
                "__proto__",
                "version",
                script,
                "env",
                image,
                "__proto__",
                "<b>x</b>",
                "link",
                "javascript:1");
        open(registry);

        eventually(() -> assertThat(browser.texts("tbody tr"))
                .singleElement()
                .asString()
                .contains("__proto__", script, image, "__proto__=<b>x</b>", "link=javascript:1"));
        assertThat(browser.run("return document.querySelectorAll('tbody :is(script, img, svg, b, a)').length"))
                .isEqualTo(0L);
        assertThat(browser.run("return typeof window.hacked")).isEqualTo("undefined");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void aStoppedRegistryIsSaidSoAndAfterItsRestartThePageGoesOn() {
        register("orders", "o-1");
        open(registry);
        eventually(() -> assertThat(browser.texts("tbody tr")).hasSize(1));

        registry.stop();
        eventually(() -> assertThat(browser.texts("#state")).containsExactly("connection lost"));
        assertThat(browser.find("#lost").getText()).startsWith("The registry has not responded since ");
        assertThat(browser.title()).startsWith("lost");
        assertThat(browser.texts("tbody tr")).hasSize(1);

        registry.restartEmpty();
        eventually(() -> assertThat(browser.texts("#state")).containsExactly("live"));
        assertThat(browser.find("#lost").isDisplayed()).isFalse();
        assertThat(browser.texts("tbody tr")).isEmpty();
        register("orders", "o-2");
        eventually(() -> assertThat(browser.texts("tbody tr")).hasSize(1));
    }

    @Test
    void twoHundredInstancesAreShownFilteredAndReadWithoutErrorsOrForeignRequests() {
        for (int i = 0; i < 200; i++) {
            register("fleet", "fleet-%03d".formatted(i), "version", "1.0." + i % 5);
        }
        open(registry);
        eventually(() -> assertThat(browser.run("return document.querySelectorAll('tbody tr').length"))
                .isEqualTo(200L));
        assertThat(browser.run("return document.querySelectorAll('.fleet i').length"))
                .isEqualTo(200L);

        browser.find("#find").sendKeys("fleet-19");
        eventually(() -> assertThat(browser.texts("tbody tr")).hasSize(10));

        assertThat(browser.texts("summary")).first().asString().contains("10 of 200 instances: 10 up");
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(url -> url.startsWith(registry.uri() + "/") || url.startsWith("data:image/svg+xml"));
    }

    @Test
    void fitsAPhone() {
        register("orders", "o".repeat(128), "version", "v".repeat(300), "note", "n".repeat(1_000));
        open(registry);
        eventually(() -> assertThat(browser.texts("tbody tr")).hasSize(1));

        browser.resize(390, 844);
        try {
            assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            assertThat(browser.accessibilityFaults()).isEmpty();
        } finally {
            browser.resize(1280, 900);
        }
    }

    private static void open(MockRegistry which) {
        browser.open(which.uri() + "/");
        eventually(() -> assertThat(browser.texts("#state")).containsExactly("live"));
    }

    private void register(String service, String id, String... metadata) {
        RegistrationRequest.Builder registration = instance(service, id);
        for (int i = 0; i < metadata.length; i += 2) {
            registration.metadata(metadata[i], metadata[i + 1]);
        }
        registry.register(registration.build());
    }

    private static RegistrationRequest.Builder instance(String service, String id) {
        return RegistrationRequest.of(service, "10.0.0.1", 8080).instanceId(id);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion);
    }
}

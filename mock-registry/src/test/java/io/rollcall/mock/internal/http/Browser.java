package io.rollcall.mock.internal.http;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.RemoteWebDriver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Chromium that {@code .ci/install-chromium} installs, without a window, with a new profile that its driver makes
 * and deletes. Without it tests are skipped, or fail where CI=true.
 */
final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final ChromeDriverService service;
    private final RemoteWebDriver driver;

    private Browser(ChromeDriverService service, RemoteWebDriver driver) {
        this.service = service;
        this.driver = driver;
    }

    static Browser start() throws IOException {
        Path chromium = installed("/usr/bin/chromium");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installed("/usr/bin/chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        service.start();
        try {
            return new Browser(service, new RemoteWebDriver(service.getUrl(), options(chromium), false));
        } catch (RuntimeException failure) {
            service.stop();
            throw failure;
        }
    }

    private static Path installed(String path) {
        Path binary = Path.of(path);
        if (!Files.isExecutable(binary)) {
            String message = binary + ": no Chromium there. Next, as root on Debian: .ci/install-chromium";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        return binary;
    }

    private static ChromeOptions options(Path chromium) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900");
        return options;
    }

    void open(String url) {
        driver.get(url);
    }

    /** The texts, as a reader sees them, of what a CSS selector finds; read at one moment, as the page moves on. */
    List<String> texts(String selector) {
        Object found = driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.innerText)",
                selector);
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    Object run(String script) {
        return Objects.requireNonNullElse(driver.executeScript(script), "nothing");
    }

    /** The size of its window. */
    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    String title() {
        return Objects.requireNonNullElse(driver.getTitle(), "");
    }

    /** What the console has said since this was last asked; a policy that was broken is said there, too. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The URLs that have been asked for since this was last asked. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> JSON.readTree(entry.getMessage()).path("message"))
                .filter(event -> event.path("method").asString("").equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asString(""))
                .toList();
    }

    /** What breaks a rule of accessibility, by axe-core: rules and elements. */
    List<String> accessibilityFaults() {
        driver.executeScript(resource("/axe.min.js"));
        Object found =
                driver.executeAsyncScript("const done = arguments[0]; axe.run().then(result => done(JSON.stringify("
                        + "result.violations.map(fault => fault.id + ': ' + fault.nodes.map(node => node.target)))))");
        return JSON.readTree(String.valueOf(found))
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } finally {
            service.stop();
        }
    }
}

package io.rollcall.spring.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.http.RequestsInFlight;
import io.rollcall.mock.MockRegistry;
import io.rollcall.spring.TestApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A whole application with a web server, called over real sockets. */
class RequestsInFlightFilterTest {
    private final MockRegistry registry = MockRegistry.start();

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void aCallerReceivesTheNumberOfOtherRequests() throws Exception {
        try (ConfigurableApplicationContext app = application("rollcall.report-load=true")) {
            Barrier barrier = app.getBean(Barrier.class);
            CompletableFuture<HttpResponse<String>> held = get(app, "/held");
            barrier.entered.await();

            assertThat(load(app)).contains("1");

            barrier.open.countDown();
            assertThat(held.join().headers().firstValue(RequestsInFlight.HEADER))
                    .contains("0");
            await().untilAsserted(() -> assertThat(load(app)).contains("0"));
        }
    }

    @Test
    void anAsynchronousRequestCountsUntilItCompletes() throws Exception {
        try (ConfigurableApplicationContext app = application("rollcall.report-load=true")) {
            Barrier barrier = app.getBean(Barrier.class);
            CompletableFuture<HttpResponse<String>> held = get(app, "/held-asynchronously");
            barrier.entered.await();

            assertThat(load(app)).contains("1");

            barrier.open.countDown();
            assertThat(held.join().body()).isEqualTo("done");
            await().untilAsserted(() -> assertThat(load(app)).contains("0"));
        }
    }

    @Test
    void nothingIsReportedUnlessConfigured() {
        try (ConfigurableApplicationContext app = application("rollcall.enabled=true")) {
            assertThat(load(app)).isEmpty();
        }
    }

    private ConfigurableApplicationContext application(String property) {
        return TestApplication.builder("user-service", registry.uri(), property)
                .sources(Held.class)
                .run();
    }

    private static Optional<String> load(ConfigurableApplicationContext app) {
        return get(app, "/hello").join().headers().firstValue(RequestsInFlight.HEADER);
    }

    private static CompletableFuture<HttpResponse<String>> get(ConfigurableApplicationContext app, String path) {
        URI url = URI.create("http://127.0.0.1:" + TestApplication.port(app) + path);
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static final class Barrier {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        String pass() throws InterruptedException {
            entered.countDown();
            open.await();
            return "done";
        }
    }

    @Configuration
    @RestController
    static class Held {
        private final Barrier barrier = new Barrier();

        @Bean
        Barrier barrier() {
            return barrier;
        }

        @GetMapping("/held")
        String held() throws InterruptedException {
            return barrier.pass();
        }

        @GetMapping("/held-asynchronously")
        Callable<String> heldAsynchronously() {
            return barrier::pass;
        }
    }
}

package io.rollcall.spring;

import io.rollcall.Rollcall;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Request;
import okhttp3.Response;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web application as a user writes it, on a free port of the loopback address. */
@SpringBootConfiguration
@EnableAutoConfiguration
@RestController
public class TestApplication {

    @GetMapping("/hello")
    String hello() {
        return "hello";
    }

    /** Starts one named {@code name} that uses {@code registry}. */
    public static ConfigurableApplicationContext start(String name, URI registry, String... properties) {
        return builder(name, registry, properties).run();
    }

    /** Starts one without a web server. */
    public static ConfigurableApplicationContext startWithoutWeb(String name, URI registry, String... properties) {
        return builder(name, registry, properties).web(WebApplicationType.NONE).run();
    }

    /** An application that is not yet started. */
    public static SpringApplicationBuilder builder(String name, URI registry, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.application.name=" + name,
                "rollcall.registry=" + registry,
                "rollcall.instance.host=127.0.0.1",
                "rollcall.drain-delay=50ms",
                "server.address=127.0.0.1",
                "server.port=0"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(TestApplication.class).properties(all.toArray(new String[0]));
    }

    /** The port of its web server. */
    public static int port(ConfigurableApplicationContext app) {
        return Integer.parseInt(app.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** The body of the response to a balanced GET through the application's {@link Rollcall}. */
    public static String get(ConfigurableApplicationContext app, String url) throws IOException {
        Request request = new Request.Builder().url(url).build();
        try (Response response =
                app.getBean(Rollcall.class).httpClient().newCall(request).execute()) {
            return response.body().string();
        }
    }
}

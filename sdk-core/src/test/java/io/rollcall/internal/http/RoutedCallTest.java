package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.internal.http.jdk.BalancedHttpClient;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes go by what the server sees, whichever client is used. */
class RoutedCallTest {
    private final TestedService users = TestedService.on(
            CallRuntime.real(),
            policy -> policy.route(
                            Route.when(RequestMatch.query("debug").present()).to(Subset.version("2.x")))
                    .route(Route.when(RequestMatch.attribute("x-group").is("a,b"))
                            .to(Subset.version("2.x")))
                    .route(Route.when(RequestMatch.attribute("content-type").prefix("text/csv"))
                            .to(Subset.version("2.x")))
                    .route(Route.when(RequestMatch.attribute("cookie").is("group=beta"))
                            .to(Subset.version("2.x"))));

    @AfterEach
    void end() {
        users.close();
    }

    private void start() {
        HttpInstance stable = HttpInstance.start("users", "stable");
        HttpInstance beta = HttpInstance.start("users", "beta");
        users.running.addAll(List.of(stable, beta));
        users.offer(stable.instance().version("1.0.0").build());
        users.offer(beta.instance().version("2.0.0").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OkHttp", "java.net.http"})
    @DisplayName("F50 routes see flag queries, repeated headers and the body's type through both clients")
    void routesSeeWhatTheServerSees(String client) throws Exception {
        start();
        boolean jdk = client.equals("java.net.http");

        assertThat(jdk ? jdk("/", "x-group", "c") : okHttp("/", "x-group", "c")).isEqualTo("stable");
        assertThat(jdk ? jdk("/?debug") : okHttp("/?debug")).isEqualTo("beta");
        assertThat(jdk ? jdk("/", "x-group", "a", "X-Group", "b") : okHttp("/", "x-group", "a", "X-Group", "b"))
                .isEqualTo("beta");
        assertThat(jdk ? jdk("/", "Content-Type", "text/csv") : okHttp("/", "of the body", "text/csv"))
                .isEqualTo("beta");
    }

    @Test
    @DisplayName("F50 routes see the cookies of the client's jar")
    void routesSeeTheJarsCookies() throws IOException {
        start();
        HttpUrl url = HttpUrl.get("http://users/");
        OkHttpClient withCookies = users.client()
                .newBuilder()
                .cookieJar(new CookieJar() {
                    @Override
                    public List<Cookie> loadForRequest(HttpUrl to) {
                        return List.of(Objects.requireNonNull(Cookie.parse(url, "group=beta")));
                    }

                    @Override
                    public void saveFromResponse(HttpUrl from, List<Cookie> cookies) {}
                })
                .build();

        try (Response response =
                withCookies.newCall(TestedService.request().build()).execute()) {
            assertThat(response.body().string()).isEqualTo("beta");
        }
    }

    private String okHttp(String path, String... headers) throws IOException {
        Request.Builder request = new Request.Builder().url("http://users" + path);
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("of the body")) {
                request.post(RequestBody.create("a;b", MediaType.get(headers[i + 1])));
            } else {
                request.addHeader(headers[i], headers[i + 1]);
            }
        }
        return users.text(request.build());
    }

    private String jdk(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://users" + path));
        if (headers.length > 0) {
            request.headers(headers).POST(BodyPublishers.ofString("a;b"));
        }
        return BalancedHttpClient.over(users.client())
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }
}

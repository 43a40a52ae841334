package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.rollcall.testing.HttpInstance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownServiceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.SocketFactory;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OkHttp's public behaviours through a balanced client, beside those of a plain one: the table of docs/calls.md. */
class OkHttpBehaviourTest {
    @TempDir
    Path directory = Path.of("");

    private final TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    @DisplayName("an authenticator answers the instance that asked, which is the same attempt")
    void authenticator() throws IOException {
        HttpInstance first = users.start(exchange -> {
            boolean known = exchange.getRequestHeaders().containsKey("Authorization");
            HttpInstance.answer(exchange, known ? 200 : 401, known ? "in" : "out");
        });
        HttpInstance second = users.start();
        OkHttpClient base = new OkHttpClient.Builder()
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", "secret")
                        .build())
                .build();

        assertThat(bodies(base, first)).containsExactly("in", "in");

        assertThat(first.requests()).hasSize(4);
        assertThat(second.requests()).isEmpty();
        assertThat(users.kinds()).containsExactly("u-1 FIRST SUCCESS");
    }

    @Test
    @DisplayName("a 408 of a new connection is the response; OkHttp alone would repeat the request")
    void requestTimeout() throws IOException {
        AtomicInteger plain = new AtomicInteger();
        HttpInstance instance = users.start(exchange -> {
            plain.incrementAndGet();
            HttpInstance.answer(exchange, 408, "");
        });

        assertThat(status(new OkHttpClient(), url(instance))).isEqualTo(408);
        assertThat(plain).hasValue(2);

        assertThat(status(users.client(), "http://users/")).isEqualTo(408);
        assertThat(plain).hasValue(3);
    }

    @Test
    void compressedBodiesAreRead() throws IOException {
        HttpInstance instance = users.start(OkHttpBehaviourTest::compressed);

        assertThat(bodies(new OkHttpClient(), instance)).containsExactly("compressed", "compressed");
    }

    @Test
    @DisplayName("cookies are the service's, whichever instance sets them")
    void cookies() throws IOException {
        HttpInstance setting = users.start(exchange -> {
            exchange.getResponseHeaders().set("Set-Cookie", "session=7");
            HttpInstance.answer(exchange, 503, "");
        });
        users.start(exchange -> HttpInstance.answer(
                exchange, 200, String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"))));
        OkHttpClient client = users.clients.like(
                new OkHttpClient.Builder().cookieJar(new Jar()).build());

        assertThat(text(client, "http://users/")).isEqualTo("session=7");
        assertThat(setting.requests()).hasSize(1);
    }

    @Test
    @DisplayName("the cache holds responses of the service, and asks any instance whether they are still good")
    void cache() throws IOException {
        users.start(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
            if (known) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                HttpInstance.answer(exchange, 200, "cached");
            }
        });
        try (Cache cache = new Cache(directory.toFile(), 100_000)) {
            OkHttpClient client =
                    users.clients.like(new OkHttpClient.Builder().cache(cache).build());

            assertThat(text(client, "http://users/")).isEqualTo("cached");
            try (Response again = client.newCall(get("http://users/")).execute()) {
                assertThat(again.body().string()).isEqualTo("cached");
                assertThat(Objects.requireNonNull(again.networkResponse()).code())
                        .isEqualTo(304);
                assertThat(again.cacheResponse()).isNotNull();
            }
        }
    }

    @Test
    @DisplayName("a proxy is for other hosts: no call to a service goes through it")
    void proxyIsNotUsedForServices() throws IOException {
        users.start();
        OkHttpClient client = users.clients.like(new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("no.such.proxy", 3128)))
                .build());

        assertThat(text(client, "http://users/")).isEqualTo("u-1");
    }

    @Test
    @DisplayName("connection specs hold: without cleartext a plain instance is not called, and not blamed")
    void connectionSpecs() {
        HttpInstance instance = users.start();
        users.start();
        OkHttpClient base = new OkHttpClient.Builder()
                .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                .build();

        assertThatThrownBy(() -> status(base, url(instance))).isInstanceOf(UnknownServiceException.class);
        assertThatThrownBy(() -> status(users.clients.like(base), "http://users/"))
                .isInstanceOf(UnknownServiceException.class);

        assertThat(users.kinds()).containsExactly("u-1 FIRST CANCELLED");
    }

    @Test
    @DisplayName("an event listener sees a retry as a call of its own")
    void eventListener() throws IOException {
        users.start(503);
        users.start();
        List<String> events = new ArrayList<>();
        OkHttpClient client = users.clients.like(new OkHttpClient.Builder()
                .eventListenerFactory(call -> new Events(events))
                .build());

        assertThat(text(client, "http://users/")).isEqualTo("u-2");

        assertThat(events).filteredOn("callStart"::equals).hasSize(2);
        assertThat(events).filteredOn("callEnd"::equals).hasSize(2);
    }

    @Test
    void socketFactoryOfOnesOwnIsRefused() {
        OkHttpClient base =
                new OkHttpClient.Builder().socketFactory(new OwnSockets()).build();

        assertThatThrownBy(() -> users.clients.like(base))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base.socketFactory");
    }

    /** What a plain client like {@code base} gets from {@code instance}, and a balanced one from the service. */
    private List<String> bodies(OkHttpClient base, HttpInstance instance) throws IOException {
        return List.of(text(base, url(instance)), text(users.clients.like(base), "http://users/"));
    }

    private static void compressed(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write("compressed".getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, bytes.size());
        exchange.getResponseBody().write(bytes.toByteArray());
    }

    private static String url(HttpInstance instance) {
        return "http://" + instance.instance().build().authority() + "/";
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    private static String text(OkHttpClient client, String url) throws IOException {
        try (Response response = client.newCall(get(url)).execute()) {
            return response.body().string();
        }
    }

    private static int status(OkHttpClient client, String url) throws IOException {
        try (Response response = client.newCall(get(url)).execute()) {
            return response.code();
        }
    }

    private static final class OwnSockets extends SocketFactory {
        @Override
        public Socket createSocket(String host, int port) {
            return new Socket();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            return new Socket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return new Socket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            return new Socket();
        }
    }

    private static final class Jar implements CookieJar {
        private final Map<String, List<Cookie>> byHost = new ConcurrentHashMap<>();

        @Override
        public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
            byHost.put(url.host(), cookies);
        }

        @Override
        public List<Cookie> loadForRequest(HttpUrl url) {
            return byHost.getOrDefault(url.host(), List.of());
        }
    }

    private static final class Events extends EventListener {
        private final List<String> seen;

        private Events(List<String> seen) {
            this.seen = seen;
        }

        @Override
        public void callStart(Call call) {
            seen.add("callStart");
        }

        @Override
        public void callEnd(Call call) {
            seen.add("callEnd");
        }
    }
}

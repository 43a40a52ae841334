package io.rollcall.benchmarks.measure;

import io.rollcall.Rollcall;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import io.rollcall.time.TimeSource;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A balanced call compared with the same call to a fixed address, alternating, from one thread to one server. */
final class BalancedCalls implements Experiment {
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 50_000;
    private static final double MOST_MICROS = 5;
    private static final double MOST_RATIO = 1.03;

    private final TimeSource time = TimeSource.system();

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public List<MeasuredValue> run(Consumer<String> progress) throws IOException {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(exchange -> exchange.getResponseSender().send("ok"))
                .build();
        server.start();
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        try (MockRegistry registry = MockRegistry.start();
                Rollcall rollcall = Rollcall.connect(registry.uri())) {
            rollcall.register(ServiceInstance.named("user-service")
                    .host("127.0.0.1")
                    .port(port)
                    .build());
            rollcall.service("user-service").awaitInstances(1, Duration.ofSeconds(10));
            return compared(rollcall, port, progress);
        } finally {
            server.stop();
        }
    }

    private List<MeasuredValue> compared(Rollcall rollcall, int port, Consumer<String> progress) throws IOException {
        OkHttpClient plain = new OkHttpClient();
        OkHttpClient balanced = rollcall.httpClient();
        Request fixed = get("http://127.0.0.1:" + port + "/users/42");
        Request service = get("http://user-service/users/42");
        Samples direct = new Samples();
        Samples through = new Samples();
        for (int i = 0; i < WARM_UP; i++) {
            call(plain, fixed);
            call(balanced, service);
        }
        progress.accept("calls: warm");
        for (int i = 0; i < CALLS; i++) {
            // Going first is an advantage or a disadvantage, so they alternate.
            if (i % 2 == 0) {
                direct.add(call(plain, fixed));
                through.add(call(balanced, service));
            } else {
                through.add(call(balanced, service));
                direct.add(call(plain, fixed));
            }
        }
        plain.connectionPool().evictAll();
        plain.dispatcher().executorService().shutdown();
        return List.of(
                MeasuredValue.reported(name(), "fixed address, p50", direct.micros(0.5), "µs"),
                MeasuredValue.reported(name(), "balanced, p50", through.micros(0.5), "µs"),
                MeasuredValue.reported(name(), "fixed address, p99", direct.micros(0.99), "µs"),
                MeasuredValue.reported(name(), "balanced, p99", through.micros(0.99), "µs"),
                MeasuredValue.atMost(
                        MOST_MICROS, name(), "overhead, p50", through.micros(0.5) - direct.micros(0.5), "µs"),
                MeasuredValue.atMost(
                        MOST_RATIO, name(), "balanced over fixed, p50", through.micros(0.5) / direct.micros(0.5), "×"));
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    private long call(OkHttpClient client, Request request) throws IOException {
        long start = time.nanoTime();
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
        }
        return time.nanoTime() - start;
    }
}

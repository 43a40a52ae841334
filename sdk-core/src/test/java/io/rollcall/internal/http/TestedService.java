package io.rollcall.internal.http;

import com.sun.net.httpserver.HttpHandler;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Candidates;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import mockwebserver3.MockWebServer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** A service {@code users} whose instances are tried in the order in which they were started, and a client for it. */
final class TestedService implements AutoCloseable {
    /** Not the common pool, which may have one thread only. */
    static final Executor OWN_THREAD = task -> new Thread(task).start();

    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    final List<CallAttemptEvent> attempts = new CopyOnWriteArrayList<>();
    final List<String> ejections = new CopyOnWriteArrayList<>();
    final List<HttpInstance> running = new ArrayList<>();
    final LoadBalancer balancer;
    final BalancedClients clients;
    private final List<MockWebServer> mocks = new ArrayList<>();
    private final List<ServiceInstance> offered = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private TestedService(SdkRuntime runtime, CallConfig config, ServicePolicy policy) {
        balancer = LoadBalancer.builder("users")
                .policy(policy)
                .clock(runtime.time())
                .randomness(() -> 0) // The next one to try is the first of those left.
                .listener(new Recording())
                .build();
        clients = new BalancedClients(
                service -> balancer, ServiceNames.declared(Set.of()), runtime, config.withAttempts(attempts::add));
    }

    static TestedService on(SdkRuntime runtime, UnaryOperator<ServicePolicy.Builder> policy) {
        return on(runtime, CallRuntime.config(), policy);
    }

    static TestedService on(SdkRuntime runtime, CallConfig config, UnaryOperator<ServicePolicy.Builder> policy) {
        return new TestedService(
                runtime,
                config,
                policy.apply(ServicePolicy.builder().strategy(new FirstOfAll())).build());
    }

    static TestedService onRealTime() {
        return on(CallRuntime.real(), policy -> policy);
    }

    HttpInstance start(HttpHandler handler) {
        HttpInstance instance = HttpInstance.start("users", "u-" + (running.size() + 1), handler);
        running.add(instance);
        offer(instance.instance().build());
        return instance;
    }

    /** Answers its id. */
    HttpInstance start() {
        String id = "u-" + (running.size() + 1);
        return start(exchange -> HttpInstance.answer(exchange, 200, id));
    }

    /** Answers what was enqueued. */
    MockWebServer start(MockWebServer server) throws IOException {
        String id = "m-" + (offered.size() + 1);
        server.start(InetAddress.getLoopbackAddress(), 0);
        mocks.add(server);
        offer(ServiceInstance.named("users")
                .id(id)
                .host("127.0.0.1")
                .port(server.getPort())
                .build());
        return server;
    }

    /** Answers a status. */
    HttpInstance start(int status, String... header) {
        return start(exchange -> {
            if (header.length > 0) {
                exchange.getResponseHeaders().set(header[0], header[1]);
            }
            HttpInstance.answer(exchange, status, "status " + status);
        });
    }

    /** Answers nothing until the test is over. */
    HttpInstance startHanging() {
        return start(exchange -> hang());
    }

    void hang() throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException("The test is over.", e);
        }
    }

    void offer(ServiceInstance instance) {
        offered.add(instance);
        balancer.update(List.copyOf(offered));
    }

    /** The own client, but patient: no read timeout does what a test wants to see done by another. */
    OkHttpClient client() {
        return clients.own().newBuilder().readTimeout(Duration.ofMinutes(2)).build();
    }

    static Request.Builder request() {
        return new Request.Builder().url("http://users/");
    }

    static Request post(String body) {
        return request()
                .post(RequestBody.create(body, MediaType.get("text/plain")))
                .build();
    }

    Response call(Request request) throws IOException {
        return client().newCall(request).execute();
    }

    String text(Request request) throws IOException {
        try (Response response = call(request)) {
            return response.body().string();
        }
    }

    /** Status and body of a GET that runs on another thread. */
    CompletableFuture<String> getMeanwhile() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Response response = call(request().build())) {
                        return response.code() + " " + response.body().string();
                    } catch (IOException e) {
                        return e.toString();
                    }
                },
                OWN_THREAD);
    }

    int inFlight() {
        return balancer.explain(RequestContext.empty()).candidates().stream()
                .mapToInt(c -> Integer.parseInt(c.figures().replaceAll(".*?(\\d+) in flight.*", "$1")))
                .sum();
    }

    List<String> kinds() {
        return attempts.stream()
                .map(a -> a.instance().id() + " " + a.kind() + " " + a.outcome())
                .toList();
    }

    @Override
    public void close() {
        end.countDown();
        clients.close();
        running.forEach(HttpInstance::close);
        mocks.forEach(MockWebServer::close);
    }

    private final class Recording implements LoadBalancerListener {
        @Override
        public void onFinished(ServiceInstance served, Outcome outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void onEjected(InstanceEjectedEvent event) {
            ejections.add(event.instance().id() + " " + event.reason());
        }
    }

    private static final class FirstOfAll implements Strategy {
        @Override
        public String name() {
            return "first";
        }

        @Override
        public Picker compile(Candidates candidates) {
            Candidate first = candidates.list().get(0);
            return request -> first;
        }
    }

    /** A body that can be written once. */
    static final class OneShot extends RequestBody {
        @Override
        public MediaType contentType() {
            return MediaType.get("text/plain");
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("once");
        }
    }
}

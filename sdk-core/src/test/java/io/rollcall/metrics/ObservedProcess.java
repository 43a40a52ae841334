package io.rollcall.metrics;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rollcall.Rollcall;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process to observe: an order-service that is registered and constantly calls a user-service, one of whose two
 * instances fails, so that there are retries and ejections. It exposes its meters to Prometheus.
 */
final class ObservedProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObservedProcess.class);

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpInstance good = HttpInstance.start("user-service", "u-1");
    private final HttpInstance bad =
            HttpInstance.start("user-service", "u-2", exchange -> HttpInstance.answer(exchange, 503, "busy"));
    private final ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer server;
    private final Rollcall rollcall;

    private ObservedProcess(String registry) throws IOException {
        rollcall = Rollcall.builder()
                .registry(registry)
                .drainDelay(Duration.ZERO)
                .discoveryTtl(Duration.ofSeconds(1))
                .service("user-service", ObservedProcess::policy)
                .listener(RollcallMetrics.in(meters))
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> HttpInstance.answer(exchange, 200, meters.scrape()));
        server.start();
    }

    private static void policy(ServicePolicy.Builder policy) {
        policy.strategy(Strategies.roundRobin())
                .outlierDetection(o -> o.consecutiveFailures(2)
                        .maxEjected(0.5)
                        .baseEjection(Duration.ofSeconds(1))
                        .maxEjection(Duration.ofSeconds(1)));
    }

    static ObservedProcess start(String registry) throws IOException {
        ObservedProcess process = new ObservedProcess(registry);
        process.rollcall.register(ServiceInstance.named("order-service")
                .host("127.0.0.1")
                .port(8080)
                .build());
        process.rollcall.register(process.good.instance().build());
        process.rollcall.register(process.bad.instance().build());
        process.caller.scheduleWithFixedDelay(process::call, 0, 20, TimeUnit.MILLISECONDS);
        return process;
    }

    private void call() {
        Request request = new Request.Builder().url("http://user-service/").build();
        try (var response = rollcall.httpClient().newCall(request).execute()) {
            LOG.debug("Status {}.", response.code());
        } catch (IOException | RuntimeException e) {
            LOG.debug("A call failed.", e);
        }
    }

    /** The address of its meters. */
    String target() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        caller.shutdownNow();
        rollcall.close();
        server.stop(0);
        good.close();
        bad.close();
        meters.close();
    }
}

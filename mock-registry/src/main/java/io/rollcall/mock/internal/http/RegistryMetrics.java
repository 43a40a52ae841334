package io.rollcall.mock.internal.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.rollcall.mock.internal.push.PushHub;
import io.rollcall.mock.internal.push.UnsentBytes;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.UpdateResult;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * The registry's metrics, for Prometheus. The values of every label are a fixed set: routes are templates, never paths.
 * Threadsafe.
 */
final class RegistryMetrics {
    private static final String PREFIX = "rollcall_registry_";
    private static final double[] BOUNDS = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 1};
    private static final double NANOS = 1e-9;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
    private final Counter registrations;
    private final Counter heartbeats;
    private final Counter requests;
    private final Histogram durations;

    RegistryMetrics(InstanceStore store, PushHub hub, ConnectionGate gate, UnsentBytes unsent) {
        gauge(
                "services",
                "Services that have instances.",
                () -> store.services().size());
        gauge("suspects", "Instances that are kept although their lease is overdue.", store::suspects);
        CounterWithCallback.builder()
                .name(PREFIX + "preservations_total")
                .help("How often expiry was suspended, since too many leases would have expired.")
                .callback(callback -> callback.call((double) store.preservations()))
                .register(registry);
        gauge("instances", "Registered instances.", store::instances);
        gauge("subscribers", "Open event streams.", hub::subscribers);
        gauge("instance_bytes", "Memory of registered instances, estimated.", store::bytes);
        gauge("subscription_bytes", "Memory of subscriptions, estimated.", hub::bytes);
        gauge("unsent_bytes", "Responses and events that clients have not read.", unsent::total);
        gauge("connections", "Open connections.", gate::connections);
        CounterWithCallback.builder()
                .name(PREFIX + "expirations_total")
                .help("Instances whose lease has expired.")
                .callback(callback -> callback.call((double) store.expirations()))
                .register(registry);
        registrations = counter("registrations_total", "Accepted registrations.");
        heartbeats = counter("heartbeats_total", "Heartbeats, by outcome.", "outcome");
        requests = counter("requests_total", "Answered requests.", "route", "status");
        durations = Histogram.builder()
                .name(PREFIX + "request_duration_seconds")
                .help("Time from a request's head to the end of its response, without event streams.")
                .labelNames("route")
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .withoutExemplars()
                .register(registry);
    }

    void registered() {
        registrations.inc();
    }

    void heartbeat(UpdateResult result) {
        heartbeats.labelValues(result.name().toLowerCase(Locale.ROOT)).inc();
    }

    void answered(HttpServerExchange exchange, long nanos) {
        PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
        String route = match == null ? "other" : match.getMatchedTemplate();
        requests.labelValues(route, Integer.toString(exchange.getStatusCode())).inc();
        if (!route.equals(RegistryHandler.EVENTS)) {
            durations.labelValues(route).observe(nanos * NANOS);
        }
    }

    String contentType() {
        return format.getContentType();
    }

    byte[] text() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        format.write(text, registry.scrape());
        return text.toByteArray();
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }
}

package io.rollcall.internal.registry.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.rollcall.internal.json.Json;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Responses of the contract, as WireMock stubs. */
final class RegistryStubs {
    static final String LEASE = """
            {"instanceId":"orders-1","ttlMillis":30000,"heartbeatMillis":10000,"generation":42,"timestamp":0}""";
    static final String NOT_FOUND_PROBLEM = """
            {"type":"about:blank","title":"The instance is not registered","status":404,
             "detail":"instance: orders-1 of orders is not registered","action":"Register the instance again."}""";

    private static final String SCENARIO = "lifecycle";
    private static final String REGISTERED = "registered";
    private static final String DRAINING = "draining";
    private static final String REMOVED = "removed";

    private RegistryStubs() {}

    /** An empty registry: unknown instances, empty services. */
    static void empty(WireMockServer server) {
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(problem(404)));
        server.stubFor(
                get(urlPathEqualTo("/services/orders/instances")).atPriority(9).willReturn(list("orders", 0)));
        server.stubFor(
                get(urlPathEqualTo("/services/unknown/instances")).atPriority(9).willReturn(list("unknown", 0)));
    }

    /** Stubs the lifecycle of {@code instance}: registered, draining, removed, each with the next revision. */
    static void lifecycleOf(WireMockServer server, ServiceInstance instance) {
        ServiceInstance draining =
                instance.toBuilder().status(InstanceStatus.DRAINING).build();
        server.stubFor(step(post("/services/register"), STARTED, REGISTERED).willReturn(json(201, LEASE)));
        server.stubFor(
                step(put(urlPathMatching(".*/heartbeat")), REGISTERED, DRAINING).willReturn(nothing()));
        server.stubFor(step(delete(urlPathMatching(".*")), REGISTERED, REMOVED).willReturn(nothing()));
        listedIn(server, REGISTERED, list("orders", 1, instance), "\"1\"");
        listedIn(server, DRAINING, list("orders", 2, draining), "\"2\"");
        listedIn(server, REMOVED, list("orders", 3), "\"3\"");
        server.stubFor(get("/services").willReturn(json(200, """
                {"revision":1,"incarnation":"one","services":[{"name":"orders","instances":1,"revision":1}]}""")));
        server.stubFor(get(urlPathEqualTo("/services/events"))
                .willReturn(events(body("orders", 0), body("orders", 1, instance))));
    }

    private static void listedIn(WireMockServer server, String state, ResponseDefinitionBuilder list, String etag) {
        server.stubFor(step(get(urlPathEqualTo("/services/orders/instances")), state, state)
                .atPriority(2)
                .willReturn(list));
        server.stubFor(step(get(urlPathEqualTo("/services/orders/instances")), state, state)
                .atPriority(1)
                .withHeader("If-None-Match", equalTo(etag))
                .willReturn(aResponse().withStatus(304).withHeader("X-Rollcall-Incarnation", "one")));
    }

    private static MappingBuilder step(MappingBuilder request, String from, String to) {
        return request.inScenario(SCENARIO).whenScenarioStateIs(from).willSetStateTo(to);
    }

    static ResponseDefinitionBuilder list(String service, long revision, ServiceInstance... instances) {
        return json(200, body(service, revision, instances)).withHeader("ETag", "\"" + revision + "\"");
    }

    static String body(String service, long revision, ServiceInstance... instances) {
        ObjectNode json = Json.newObject()
                .put("serviceName", service)
                .put("incarnation", "one")
                .put("revision", revision);
        ArrayNode entries = json.putArray("instances");
        for (ServiceInstance instance : instances) {
            ObjectNode entry = entries.addObject()
                    .put("instanceId", instance.id())
                    .put("serviceName", service)
                    .put("ip", instance.host())
                    .put("port", instance.port())
                    .put("secure", instance.secure())
                    .put("status", instance.status().name())
                    .put("generation", instance.generation())
                    .put("timestamp", instance.registeredAt());
            ObjectNode metadata = entry.putObject("metadata");
            instance.metadata().forEach(metadata::put);
        }
        return json.toString();
    }

    static ResponseDefinitionBuilder events(String... bodies) {
        StringBuilder stream = new StringBuilder(": beat\n\n");
        int id = 0;
        for (String body : bodies) {
            stream.append("id: ")
                    .append(id++)
                    .append("\nevent: snapshot\ndata: ")
                    .append(body)
                    .append("\n\n");
        }
        return aResponse()
                .withHeader("Content-Type", "text/event-stream")
                .withHeader("X-Rollcall-Incarnation", "one")
                .withBody(stream.toString());
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withHeader("X-Rollcall-Incarnation", "one")
                .withBody(body);
    }

    static ResponseDefinitionBuilder nothing() {
        return aResponse().withStatus(204).withHeader("X-Rollcall-Incarnation", "one");
    }

    static ResponseDefinitionBuilder problem(int status) {
        return json(status, NOT_FOUND_PROBLEM).withHeader("Content-Type", "application/problem+json");
    }
}

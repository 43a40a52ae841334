package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.rollcall.mock.internal.store.LeaseInfo;
import io.rollcall.mock.internal.store.Snapshot;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes of callers: services, instances and leases. Immutable. */
final class ServiceRoutes {
    private final InstanceStore store;
    private final LeaseConfig leaseConfig;
    private final String incarnation;
    private final JsonWriter writer;
    private final Responder responder;

    ServiceRoutes(
            InstanceStore store, LeaseConfig leaseConfig, String incarnation, JsonWriter writer, Responder responder) {
        this.store = store;
        this.leaseConfig = leaseConfig;
        this.incarnation = incarnation;
        this.writer = writer;
        this.responder = responder;
    }

    void services(HttpServerExchange exchange) {
        long revision = store.revision();
        responder.json(exchange, 200, writer.services(revision, store.services()));
    }

    void instances(HttpServerExchange exchange) {
        InstanceFilter filter = InstanceFilter.of(exchange.getQueryParameters());
        Snapshot snapshot = store.snapshot(PathParameters.service(exchange));
        ETag tag = new ETag(false, incarnation + "-" + snapshot.revision());
        exchange.getResponseHeaders().put(Headers.ETAG, tag.toString());
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
        if (ETagUtils.handleIfNoneMatch(exchange, tag, false)) {
            responder.json(exchange, 200, body(snapshot, filter));
        } else {
            responder.empty(exchange, 304);
        }
    }

    /** Apart from the instances, whose responses do not change with each heartbeat. */
    void leases(HttpServerExchange exchange) {
        Map<String, List<LeaseInfo>> leases = new LinkedHashMap<>();
        EventRoutes.services(exchange).forEach(service -> leases.put(service, store.leases(service)));
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        responder.json(exchange, 200, writer.leases(leases, leaseConfig));
    }

    private byte[] body(Snapshot snapshot, InstanceFilter filter) {
        if (filter.matchesAll()) {
            return snapshot.rendered(writer::snapshot);
        }
        List<RegisteredInstance> matching =
                snapshot.instances().stream().filter(filter).toList();
        return writer.instances(snapshot, matching);
    }
}

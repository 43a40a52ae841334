package io.rollcall.mock.http;

import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.store.InstanceStore;
import io.rollcall.mock.store.Snapshot;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import java.util.List;

/** What callers ask: which services are there, and which instances have they. Immutable. */
final class ServiceRoutes {
    private final InstanceStore store;
    private final String incarnation;
    private final JsonWriter writer;
    private final Responder responder;

    ServiceRoutes(InstanceStore store, String incarnation, JsonWriter writer, Responder responder) {
        this.store = store;
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
        Snapshot snapshot = store.snapshot(Path.service(exchange));
        ETag tag = new ETag(false, incarnation + "-" + snapshot.revision());
        exchange.getResponseHeaders().put(Headers.ETAG, tag.toString());
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
        if (ETagUtils.handleIfNoneMatch(exchange, tag, false)) {
            responder.json(exchange, 200, body(snapshot, filter));
        } else {
            responder.nothing(exchange, 304);
        }
    }

    private byte[] body(Snapshot snapshot, InstanceFilter filter) {
        if (filter.letsAllThrough()) {
            return snapshot.rendered(writer::snapshot);
        }
        List<RegisteredInstance> matching =
                snapshot.instances().stream().filter(filter).toList();
        return writer.instances(snapshot.serviceName(), snapshot.revision(), matching);
    }
}

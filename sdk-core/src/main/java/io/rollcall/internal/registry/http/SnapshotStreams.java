package io.rollcall.internal.registry.http;

import io.rollcall.internal.json.Json;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.registry.support.UnreadableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import okhttp3.sse.EventSource;
import org.jspecify.annotations.Nullable;

/**
 * One watch: the event streams of its services, which end together. It does not reconnect; a new watch begins with full
 * snapshots, so no change is missed.
 *
 * <p><b>Concurrency.</b> Each stream is read by its own thread. The listener is called under this object's monitor,
 * which also guards {@code closed}: so it is called by one thread at a time, notified of the end once, and not called
 * afterwards.
 */
final class SnapshotStreams implements Watch {
    static final int SERVICES_PER_STREAM = 200;
    /** A registry sends a sign of life every 5 s; a connection that misses three of them counts as dead. */
    static final Duration MAX_SILENCE = Duration.ofSeconds(15);

    private static final String OPERATION = "watching";

    private final Endpoint endpoint;
    private final WireFormat format;
    private final Transport transport;
    private final WatchListener listener;
    /** Not shared and used once, so that a new watch does not reuse a connection to an old address. */
    private final ConnectionPool connections = new ConnectionPool(0, 1, TimeUnit.SECONDS);

    private final DnsWatch dnsWatch;
    private final List<EventSource> streams = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    SnapshotStreams(Endpoint endpoint, WireFormat format, Transport transport, WatchListener listener) {
        this.endpoint = endpoint;
        this.format = format;
        this.transport = transport;
        this.listener = listener;
        this.dnsWatch = transport.dnsWatch(this::moved);
    }

    Watch open(Set<String> services) {
        List<String> names = services.stream().sorted().toList();
        for (int from = 0; from < names.size(); from += SERVICES_PER_STREAM) {
            List<String> part = names.subList(from, Math.min(names.size(), from + SERVICES_PER_STREAM));
            Request request = new Request.Builder().url(endpoint.events(part)).build();
            streams.add(transport.stream(request, connections, new StreamListener(this)));
        }
        if (closed) {
            close();
        }
        return this;
    }

    void connected(Route route) {
        dnsWatch.connected(route);
    }

    void opened() {
        transport.streamConnected();
        alive();
    }

    void alive() {
        dnsWatch.checkIfDue();
        synchronized (this) {
            if (!closed) {
                listener.alive();
            }
        }
    }

    private void moved() {
        transport.moved();
        synchronized (this) {
            if (!closed) {
                listener.moved();
            }
        }
    }

    void snapshot(byte[] json) {
        ServiceView view;
        try {
            view = format.view(Json.object(json), "");
        } catch (UnreadableException e) {
            end(transport.failures().broken(OPERATION, e));
            return;
        }
        synchronized (this) {
            if (!closed) {
                listener.changed(view);
            }
        }
    }

    void failed(@Nullable Throwable cause, @Nullable Response response) {
        if (response != null && !response.isSuccessful()) {
            end(transport.rejected(OPERATION, response, RegistryException.Kind.INVALID));
        } else {
            end(transport.failures().broken(OPERATION, cause == null ? new UnreadableException("no stream") : cause));
        }
    }

    /** @param cause null if a stream ended in good order */
    synchronized void end(@Nullable RegistryException cause) {
        if (!closed) {
            close();
            listener.ended(cause);
        }
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(EventSource::cancel);
    }
}

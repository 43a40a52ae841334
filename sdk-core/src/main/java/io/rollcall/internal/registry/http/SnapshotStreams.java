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
 * One watch: the event streams of its services, which live and end together. It does not connect again; a new watch
 * begins with whole snapshots, so nothing is lost in between.
 *
 * <p><b>Concurrency.</b> Each stream is read by a thread of its own. Everything the listener hears is said under this
 * object's monitor, which also guards {@code over}: so it hears one thing at a time, the end once, and nothing after
 * it.
 */
final class SnapshotStreams implements Watch {
    static final int SERVICES_PER_STREAM = 200;
    /** A registry sends a sign of life every 5 s; three of them missed is a dead connection. */
    static final Duration MAX_SILENCE = Duration.ofSeconds(15);

    private static final String WHAT = "watching";

    private final Endpoint endpoint;
    private final WireFormat format;
    private final Transport transport;
    private final WatchListener listener;
    /** Its own, used once: no new watch goes where the name led when an older one began. */
    private final ConnectionPool connections = new ConnectionPool(0, 1, TimeUnit.SECONDS);

    private final DnsWatch name;
    private final List<EventSource> streams = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    SnapshotStreams(Endpoint endpoint, WireFormat format, Transport transport, WatchListener listener) {
        this.endpoint = endpoint;
        this.format = format;
        this.transport = transport;
        this.listener = listener;
        this.name = transport.nameCheck(this::moved);
    }

    Watch open(Set<String> services) {
        List<String> names = services.stream().sorted().toList();
        for (int from = 0; from < names.size(); from += SERVICES_PER_STREAM) {
            List<String> some = names.subList(from, Math.min(names.size(), from + SERVICES_PER_STREAM));
            Request request = new Request.Builder().url(endpoint.events(some)).build();
            streams.add(transport.stream(request, connections, new StreamListener(this)));
        }
        if (over) {
            close();
        }
        return this;
    }

    void connected(Route route) {
        name.connected(route);
    }

    void opened() {
        transport.stands();
        alive();
    }

    void alive() {
        name.signOfLife();
        synchronized (this) {
            if (!over) {
                listener.alive();
            }
        }
    }

    private void moved() {
        transport.moved();
        synchronized (this) {
            if (!over) {
                listener.moved();
            }
        }
    }

    void snapshot(byte[] json) {
        ServiceView view;
        try {
            view = format.view(Json.object(json), "");
        } catch (UnreadableException e) {
            end(transport.failures().broken(WHAT, e));
            return;
        }
        synchronized (this) {
            if (!over) {
                listener.changed(view);
            }
        }
    }

    void failed(@Nullable Throwable cause, @Nullable Response response) {
        if (response != null && !response.isSuccessful()) {
            end(transport.refused(WHAT, response, RegistryException.Kind.INVALID));
        } else {
            end(transport.failures().broken(WHAT, cause == null ? new UnreadableException("no stream") : cause));
        }
    }

    /** @param cause null if a stream ended in good order */
    synchronized void end(@Nullable RegistryException cause) {
        if (!over) {
            close();
            listener.ended(cause);
        }
    }

    @Override
    public void close() {
        over = true;
        streams.forEach(EventSource::cancel);
    }
}

package io.rollcall.internal.registry.http;

import java.nio.charset.StandardCharsets;
import okhttp3.Response;
import okhttp3.Route;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;

/** Receives one event stream for its watch. Ignores events of other types than {@code snapshot}. */
final class StreamListener extends EventSourceListener {
    private final SnapshotStreams watch;

    StreamListener(SnapshotStreams watch) {
        this.watch = watch;
    }

    void connected(Route route) {
        watch.connected(route);
    }

    /** Data was received, if only a comment. */
    void signOfLife() {
        watch.alive();
    }

    @Override
    public void onOpen(EventSource source, Response response) {
        watch.opened();
    }

    @Override
    public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
        if ("snapshot".equals(type)) {
            watch.snapshot(data.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onClosed(EventSource source) {
        watch.end(null);
    }

    @Override
    public void onFailure(EventSource source, @Nullable Throwable cause, @Nullable Response response) {
        watch.failed(cause, response);
    }
}

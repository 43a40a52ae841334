package io.rollcall.internal.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** The two sides of a WebSocket, in tests. */
final class WebSockets {

    private WebSockets() {}

    /** An instance that sends back what it receives. */
    static MockWebServer echoing() {
        MockWebServer server = new MockWebServer();
        server.enqueue(upgrade());
        return server;
    }

    static MockResponse upgrade() {
        return new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        socket.send(text);
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build();
    }

    /** What the caller receives. */
    static final class Recording extends WebSocketListener {
        final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void onOpen(WebSocket socket, Response response) {
            all.add("open");
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            all.add(text);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            all.add("failed " + (response == null ? failure.getMessage() : response.code()));
        }
    }
}

package io.rollcall.internal.http;

import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Finds pooled connections that their server has closed, before a request is written that must not be sent twice. As a
 * network interceptor it reads from the connection, as OkHttp itself does after ten idle seconds: servers close sooner.
 * The read takes a millisecond, so it is made only where the connection was idle and the request cannot be repeated
 * after a failure. HTTP/2 needs none of this, since its connections are read all the time.
 *
 * <p><em>Concurrency:</em> threadsafe. When connections were last used is guarded by the map's monitor.
 */
final class StaleConnections implements Interceptor {
    private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();
    private static final int READ_MILLIS = 1;

    private final TimeSource time;
    private final Map<Connection, AtomicLong> lastUsed = Collections.synchronizedMap(new WeakHashMap<>());

    StaleConnections(TimeSource time) {
        this.time = time;
    }

    /** A call has ended its use of {@code connection}. */
    void released(Connection connection) {
        lastUsed.computeIfAbsent(connection, released -> new AtomicLong()).set(time.nanoTime());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        if (connection != null
                && !RetryDecision.isRepeatable(chain.request())
                && wasIdle(connection)
                && isClosed(connection.socket())) {
            throw new StaleConnectionException();
        }
        return chain.proceed(chain.request());
    }

    private boolean wasIdle(Connection connection) {
        AtomicLong released = lastUsed.get(connection);
        return released != null
                && time.nanoTime() - released.get() >= IDLE_NANOS
                && connection.protocol() != Protocol.HTTP_2
                && connection.protocol() != Protocol.H2_PRIOR_KNOWLEDGE;
    }

    /** Whether the other side has ended the connection, or sent what no request asked for. */
    private static boolean isClosed(Socket socket) {
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(READ_MILLIS);
            try {
                socket.getInputStream().read();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (IOException e) {
            return true;
        }
    }

    /** A pooled connection was found closed; nothing was written to it. */
    static final class StaleConnectionException extends IOException {
        private static final long serialVersionUID = 1L;

        private StaleConnectionException() {
            super("the server has closed the idle connection");
        }
    }
}

package io.rollcall.http.balancing;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * How far the present attempt of a call came: whether anything of the request was sent, and whether the connection was
 * made for it or is one that was used before.
 *
 * <p><em>Concurrency:</em> OkHttp may connect on threads of its own; the fields are volatile and only ever turn true
 * within an attempt.
 */
final class CallProgress extends EventListener {
    private volatile boolean connected;
    private volatile boolean sent;

    void nextAttempt() {
        connected = false;
        sent = false;
    }

    /** False means that the instance has seen nothing of the request. */
    boolean sent() {
        return sent;
    }

    /** Whether the connection had served before: it may have been closed by the other side meanwhile. */
    boolean reused() {
        return sent && !connected;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        connected = true;
    }

    @Override
    public void requestHeadersStart(Call call) {
        sent = true;
    }
}

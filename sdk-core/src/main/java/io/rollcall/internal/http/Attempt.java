package io.rollcall.internal.http;

import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.internal.http.StaleConnections.StaleConnectionException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a balanced call: its progress, its outcome, and its end.
 *
 * <p>Outcome and latency are reported when the response begins. The attempt stays in flight until the response's body
 * was read to its end or closed, and after an upgrade until the connection was, by OkHttp's events. It also ends when
 * the call is cancelled, or {@linkplain OpenResponses dropped}. A body that breaks counts as a failed connection; one
 * that its reader closes, or whose call is cancelled, does not. Nor does the end of an upgraded connection: its
 * protocol is not HTTP, and its two sides may close it in any order.
 *
 * <p><em>Concurrency:</em> OkHttp's events come on any thread; the fields they set are volatile. The response may end
 * before this attempt knows that it began: each side sets its own field first and then reads the other's, and a
 * selection ends only once.
 */
final class Attempt extends EventListener {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final CallContext context;
    private final Selection selection;
    private final Kind kind;
    private final long startNanos;
    private final int repeats;
    private volatile boolean newConnection;
    private volatile boolean connected;
    private volatile boolean sent;
    private volatile boolean resolving;
    private volatile boolean networkFailed;
    private volatile boolean complete;
    private volatile boolean open;
    private volatile boolean upgraded;
    private volatile boolean cancelled;
    private OpenResponses.@Nullable Entry unread;
    private @Nullable Response response;
    private @Nullable IOException failure;

    Attempt(CallContext context, Selection selection, Kind kind) {
        this(
                context,
                selection,
                kind,
                context.isTimed() ? context.runtime().time().nanoTime() : 0,
                0);
    }

    private Attempt(CallContext context, Selection selection, Kind kind, long startNanos, int repeats) {
        this.context = context;
        this.selection = selection;
        this.kind = kind;
        this.startNanos = startNanos;
        this.repeats = repeats;
    }

    /** The same attempt over another connection, after this one's was stale: nothing was reported of it. */
    Attempt repeat() {
        return new Attempt(context, selection, kind, startNanos, repeats + 1);
    }

    /** How many stale connections were tried before. */
    int repeats() {
        return repeats;
    }

    Selection selection() {
        return selection;
    }

    ServiceInstance instance() {
        return selection.instance();
    }

    /** The response, or null if the attempt failed. */
    @Nullable
    Response response() {
        return response;
    }

    /** Why there is no response. */
    IOException failure() {
        return failure == null ? new IOException("The attempt was not made.") : failure;
    }

    /** If false, the instance cannot have seen the request: its head was not written to the end. */
    boolean isSent() {
        return sent;
    }

    /** Whether the request went over a connection that had served before. */
    boolean hasReusedConnection() {
        return connected && !newConnection;
    }

    /**
     * Whether the caller's own code threw {@code e}: a request body while it was written, or a network interceptor.
     * OkHttp has an event for each failure of the network.
     */
    boolean isCallersOwn(IOException e) {
        return !(networkFailed
                || resolving
                || e instanceof ProtocolException
                || e instanceof InterruptedIOException
                || e instanceof StaleConnectionException);
    }

    /** The response began. */
    void responded(Response begun) {
        response = begun;
        if (begun.networkResponse() == null) {
            report(Outcome.CANCELLED, null);
            selection.complete(Outcome.CANCELLED);
            return;
        }
        Outcome outcome = Outcome.ofStatus(begun.code());
        selection.responded(outcome);
        ReportedLoad.of(begun).ifPresent(selection::reportedLoad);
        report(outcome, null);
        upgraded = begun.code() == SWITCHING_PROTOCOLS;
        if (!complete || upgraded) {
            unread = context.clients().openResponses().begin(this, selection);
        }
        open = true;
        if (cancelled || (complete && !upgraded)) {
            over();
        }
    }

    private void over() {
        selection.close();
        if (unread != null) {
            context.clients().openResponses().end(unread);
        }
    }

    /** Closes the response, if there is one. */
    void discard() {
        if (response != null) {
            response.close();
        }
    }

    /** There will be no response, for no fault of the instance. */
    void abandoned() {
        end(Outcome.CANCELLED, null);
    }

    /** The connection could not be made, or broke, the caller's thread was interrupted, or its code threw. */
    void failed(IOException e) {
        failure = e;
        if (OkHttpFailures.isInterrupted(e) || isCallersOwn(e)) {
            end(Outcome.CANCELLED, e);
        } else if (connected && OkHttpFailures.isTimeout(e)) {
            end(Outcome.TIMEOUT, e);
        } else if (hasReusedConnection() && OkHttpFailures.isLostConnection(e)) {
            InstanceHealth.of(selection, context.clients())
                    .connects(
                            ConnectProbe.of(instance(), context),
                            context.clients().background())
                    .thenAccept(connects -> end(connects ? Outcome.CANCELLED : Outcome.CONNECTION_ERROR, e));
        } else {
            end(Outcome.CONNECTION_ERROR, e);
        }
    }

    /** No response began within a bound of this attempt or of the whole call; or not even a connection was made. */
    void timedOut(IOException e) {
        failure = e;
        end(connected ? Outcome.TIMEOUT : Outcome.CONNECTION_ERROR, e);
    }

    /** The caller has cancelled the call. */
    void cancelled(IOException e) {
        failure = e;
        end(Outcome.CANCELLED, e);
    }

    /** There is no response; the end of the call will show whether it timed out or was cancelled. */
    void undecided(IOException e) {
        failure = e;
    }

    /** Another attempt got its response first: this one takes at least as long as it took until now. */
    void superseded(IOException e) {
        if (kind != Kind.HEDGE && context.isTimed()) {
            context.recordLatency(context.runtime().time().nanoTime() - startNanos);
        }
        cancelled(e);
    }

    private void end(Outcome outcome, @Nullable IOException e) {
        selection.complete(outcome);
        report(outcome, e);
    }

    private void report(Outcome outcome, @Nullable IOException e) {
        if (!context.isTimed()) {
            return;
        }
        long took = context.runtime().time().nanoTime() - startNanos;
        if (kind != Kind.HEDGE && outcome == Outcome.SUCCESS) {
            context.recordLatency(took);
        }
        if (context.clients().config().circuitBreaker() != null) {
            InstanceHealth.of(selection, context.clients()).report(selection, outcome, took, e);
        }
        var listener = context.clients().config().attempts();
        if (listener != null) {
            listener.accept(new CallAttemptEvent(instance(), kind, outcome, Duration.ofNanos(took)));
        }
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        resolving = true;
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> inetAddressList) {
        resolving = false;
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException e) {
        networkFailed = true;
    }

    @Override
    public void requestFailed(Call call, IOException e) {
        networkFailed = true;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        newConnection = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        connected = true;
        networkFailed = false; // Another address of the instance has failed before.
    }

    @Override
    public void connectionReleased(Call call, Connection connection) {
        context.clients().staleConnections().released(connection);
    }

    @Override
    public void requestHeadersStart(Call call) {
        complete = false;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        sent = true;
    }

    @Override
    public void responseBodyEnd(Call call, long byteCount) {
        complete = true;
        if (open && !upgraded) {
            over();
        }
    }

    @Override
    public void responseFailed(Call call, IOException e) {
        networkFailed = true;
        if (open && !upgraded) {
            broke(call, e);
        }
    }

    @Override
    public void callEnd(Call call) {
        if (open) {
            over();
        }
    }

    @Override
    public void callFailed(Call call, IOException e) {
        if (open) {
            broke(call, e);
        }
    }

    private void broke(Call call, IOException e) {
        if (!upgraded && !call.isCanceled() && !OkHttpFailures.isInterrupted(e)) {
            selection.complete(OkHttpFailures.isTimeout(e) ? Outcome.TIMEOUT : Outcome.CONNECTION_ERROR);
        }
        over();
    }

    /** The rest of the response will not be read; after an upgrade its end would not be seen. */
    @Override
    public void canceled(Call call) {
        cancelled = true;
        if (open) {
            over();
        }
    }
}

package io.rollcall.internal.http;

import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a balanced call: how far it came, what came of it, and when it was over.
 *
 * <p>Outcome and latency are told when the response begins. The instance's call stays in flight until the response's
 * body was read to its end or closed, and after an upgrade until the connection was: OkHttp says so. It also ends when
 * the call is cancelled, or {@linkplain OpenResponses dropped}. A body that breaks counts as a failed connection; one
 * that its reader closes, or whose call is cancelled, does not. Nor does the end of an upgraded connection: what
 * happens on it is not HTTP's, and its two sides may close it in any order.
 *
 * <p><em>Concurrency:</em> OkHttp tells events on whatever thread they happen; the fields they set are volatile. The
 * response may end before this attempt knows that it began: each side sets its own field first and then looks at the
 * other's, and a selection ends only once.
 */
final class Attempt extends EventListener {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final CallContext scope;
    private final Selection selection;
    private final Kind kind;
    private final long startNanos;
    private volatile boolean connecting;
    private volatile boolean acquired;
    private volatile boolean sent;
    private volatile boolean through;
    private volatile boolean open;
    private volatile boolean upgraded;
    private volatile boolean cancelled;
    private OpenResponses.@Nullable Entry unread;
    private @Nullable Response response;
    private @Nullable IOException failure;

    Attempt(CallContext scope, Selection selection, Kind kind) {
        this.scope = scope;
        this.selection = selection;
        this.kind = kind;
        this.startNanos = scope.isTimed() ? scope.machinery().time().nanoTime() : 0;
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

    /** False means that the instance cannot have seen the request: not even its head was written to the end. */
    boolean sent() {
        return sent;
    }

    /** The response began. */
    void answered(Response begun) {
        response = begun;
        if (begun.networkResponse() == null) {
            tell(Outcome.CANCELLED, null);
            selection.complete(Outcome.CANCELLED);
            return;
        }
        Outcome outcome = Outcome.ofStatus(begun.code());
        selection.responded(outcome);
        ReportedLoad.of(begun).ifPresent(selection::reportedLoad);
        tell(outcome, null);
        upgraded = begun.code() == SWITCHING_PROTOCOLS;
        if (!through || upgraded) {
            unread = scope.openResponses().begin(this, selection);
        }
        open = true;
        if (cancelled || (through && !upgraded)) {
            over();
        }
    }

    private void over() {
        selection.close();
        if (unread != null) {
            scope.openResponses().end(unread);
        }
    }

    /** There will be no response, and it is not the instance's fault. */
    void abandoned() {
        end(Outcome.CANCELLED, null);
    }

    /** The connection could not be made, or broke, or the caller's thread was interrupted. */
    void failed(IOException e) {
        failure = e;
        if (OkHttpFailures.isInterrupted(e)) {
            end(Outcome.CANCELLED, e);
        } else if (acquired && !connecting && OkHttpFailures.isLostConnection(e)) {
            scope.health(selection)
                    .reachable(scope, instance())
                    .thenAccept(reachable -> end(reachable ? Outcome.CANCELLED : Outcome.CONNECTION_ERROR, e));
        } else {
            end(Outcome.CONNECTION_ERROR, e);
        }
    }

    /** No response came within a bound that was set to this attempt or to the whole call. */
    void timedOut(IOException e) {
        failure = e;
        end(Outcome.CONNECTION_ERROR, e);
    }

    /** The caller wants no response any more. */
    void cancelled(IOException e) {
        failure = e;
        end(Outcome.CANCELLED, e);
    }

    /** There is no response; whose fault that is turns out when the call ends. */
    void undecided(IOException e) {
        failure = e;
    }

    /** Another attempt was answered first: this one takes at least as long as it took until now. */
    void lost(IOException e) {
        if (kind != Kind.HEDGE && scope.isTimed()) {
            scope.recordLatency(scope.machinery().time().nanoTime() - startNanos);
        }
        cancelled(e);
    }

    private void end(Outcome outcome, @Nullable IOException e) {
        selection.complete(outcome);
        tell(outcome, e);
    }

    private void tell(Outcome outcome, @Nullable IOException e) {
        if (!scope.isTimed()) {
            return;
        }
        long took = scope.machinery().time().nanoTime() - startNanos;
        if (kind != Kind.HEDGE && outcome == Outcome.SUCCESS) {
            scope.recordLatency(took);
        }
        if (scope.machinery().breaker() != null) {
            scope.health(selection).told(selection, outcome, took, e);
        }
        var listener = scope.machinery().attempts();
        if (listener != null) {
            listener.accept(new CallAttemptEvent(instance(), kind, outcome, Duration.ofNanos(took)));
        }
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        connecting = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        acquired = true;
    }

    @Override
    public void requestHeadersStart(Call call) {
        through = false;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        sent = true;
    }

    @Override
    public void responseBodyEnd(Call call, long byteCount) {
        through = true;
        if (open && !upgraded) {
            over();
        }
    }

    @Override
    public void responseFailed(Call call, IOException e) {
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
            selection.complete(Outcome.CONNECTION_ERROR);
        }
        over();
    }

    /** What is left of the response is wanted no more, and after an upgrade nobody reads its end. */
    @Override
    public void canceled(Call call) {
        cancelled = true;
        if (open) {
            over();
        }
    }
}

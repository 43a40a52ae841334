package io.rollcall.internal.http.jdk;

import io.rollcall.internal.http.CallTimeouts;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * One call, and the future of its response. The future completes when the handler has made its value of the body, which
 * may be before the body has been read.
 *
 * <p><em>Concurrency:</em> the call runs on a thread of OkHttp's dispatcher, which also reads the body as fast as its
 * subscriber requests it. The first to complete the future wins.
 */
final class Exchange<T> extends CompletableFuture<HttpResponse<T>> implements Callback {
    private final Call call;
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final CompletableFuture<Void> responded = new CompletableFuture<>();

    Exchange(Call call, HttpRequest request, BodyHandler<T> handler) {
        this.call = call;
        this.request = request;
        this.handler = handler;
    }

    void start() {
        request.timeout().ifPresent(this::limit);
        call.enqueue(this);
    }

    private void limit(Duration timeout) {
        responded.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).exceptionally(e -> {
            if (e instanceof TimeoutException) {
                completeExceptionally(JdkFailures.timedOut(timeout));
                CallTimeouts.cancel(call);
            }
            return null;
        });
    }

    @Override
    public void onResponse(Call done, Response response) {
        responded.complete(null);
        try (response) {
            BodySubscriber<T> subscriber = handler.apply(new JdkResponseInfo(response));
            subscriber.getBody().whenComplete((body, failure) -> {
                if (failure == null) {
                    complete(JdkResponse.of(request, response, body));
                } else {
                    completeExceptionally(
                            failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                }
            });
            new BodyDelivery(response.body().source(), subscriber).run();
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }

    @Override
    public void onFailure(Call failed, IOException e) {
        responded.complete(null);
        completeExceptionally(JdkFailures.of(e));
    }

    /** Dependent stages are plain futures. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** Ends the call too. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            call.cancel();
        }
        return cancelled;
    }
}

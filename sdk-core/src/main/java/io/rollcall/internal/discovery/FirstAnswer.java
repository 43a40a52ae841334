package io.rollcall.internal.discovery;

import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The wait for the first answer about a service. All who wait share one look-up. Once it failed, or someone waited in
 * vain, nobody blocks any more: who asks is told of that failure at once, until an answer comes after all.
 *
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is never held while waiting or while others' code
 * runs.
 */
final class FirstAnswer {
    private final String service;
    private CompletableFuture<ServiceSnapshot> future = new CompletableFuture<>();
    private @Nullable RegistryException failure;

    FirstAnswer(String service) {
        this.service = service;
    }

    void succeeded(ServiceSnapshot snapshot) {
        CompletableFuture<ServiceSnapshot> waiting;
        synchronized (this) {
            if (future.isCompletedExceptionally()) {
                future = new CompletableFuture<>();
            }
            waiting = future;
        }
        waiting.complete(snapshot);
    }

    void failed(RegistryException e) {
        CompletableFuture<ServiceSnapshot> waiting;
        synchronized (this) {
            failure = e;
            waiting = future;
        }
        waiting.completeExceptionally(e);
    }

    /** Completes on {@code executor}. After a failure this is about the next attempt. */
    synchronized CompletionStage<ServiceSnapshot> stage(Executor executor) {
        if (future.isCompletedExceptionally()) {
            future = new CompletableFuture<>();
        }
        return future.thenApplyAsync(snapshot -> snapshot, executor).minimalCompletionStage();
    }

    /**
     * Waits.
     *
     * @throws RegistryException if the look-up failed, or does not end within {@code bound}
     */
    void await(Duration bound) {
        CompletableFuture<ServiceSnapshot> waiting;
        synchronized (this) {
            waiting = future;
            if (failure != null && !(waiting.isDone() && !waiting.isCompletedExceptionally())) {
                throw unanswered(failure);
            }
        }
        try {
            waiting.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RegistryException cause ? unanswered(cause) : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw gaveUp("The registry did not answer within " + bound + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(
                    RegistryException.Kind.TIMEOUT, "Interrupted while " + service + " was looked up.", e);
        }
    }

    private RegistryException gaveUp(String message, TimeoutException cause) {
        RegistryException e = new RegistryException(RegistryException.Kind.TIMEOUT, message, cause);
        synchronized (this) {
            failure = failure == null ? e : failure;
        }
        return unanswered(e);
    }

    private RegistryException unanswered(RegistryException cause) {
        String message = "Nothing is known of " + service + " yet: " + cause.getMessage()
                + " It is being looked up further; check the registry's address, or wait with ready().";
        return new RegistryException(cause.kind(), message, cause);
    }
}

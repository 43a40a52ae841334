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
 * The wait for the first snapshot of a service. All waiting callers share one look-up. Once a look-up has failed, or a
 * caller has timed out, later callers do not block: they get that failure at once, until a snapshot arrives.
 *
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is never held while waiting or while foreign code
 * runs.
 */
final class FirstLookup {
    private final String service;
    private CompletableFuture<ServiceSnapshot> future = new CompletableFuture<>();
    private @Nullable RegistryException failure;

    FirstLookup(String service) {
        this.service = service;
    }

    void succeeded(ServiceSnapshot snapshot) {
        CompletableFuture<ServiceSnapshot> pending;
        synchronized (this) {
            if (future.isCompletedExceptionally()) {
                future = new CompletableFuture<>();
            }
            pending = future;
        }
        pending.complete(snapshot);
    }

    void failed(RegistryException e) {
        CompletableFuture<ServiceSnapshot> pending;
        synchronized (this) {
            failure = e;
            pending = future;
        }
        pending.completeExceptionally(e);
    }

    /** Completes on {@code executor}. After a failure the stage reports the next look-up. */
    synchronized CompletionStage<ServiceSnapshot> stage(Executor executor) {
        if (future.isCompletedExceptionally()) {
            future = new CompletableFuture<>();
        }
        return future.thenApplyAsync(snapshot -> snapshot, executor).minimalCompletionStage();
    }

    /**
     * Waits for the first snapshot.
     *
     * @throws RegistryException if the look-up failed, or does not end within {@code timeout}
     */
    void await(Duration timeout) {
        CompletableFuture<ServiceSnapshot> pending;
        synchronized (this) {
            pending = future;
            if (failure != null && !(pending.isDone() && !pending.isCompletedExceptionally())) {
                throw withAdvice(failure);
            }
        }
        try {
            pending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RegistryException cause ? withAdvice(cause) : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw timedOut("The registry did not respond within " + timeout + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(
                    RegistryException.Kind.TIMEOUT, "Interrupted while " + service + " was looked up.", e);
        }
    }

    private RegistryException timedOut(String message, TimeoutException cause) {
        RegistryException e = new RegistryException(RegistryException.Kind.TIMEOUT, message, cause);
        synchronized (this) {
            failure = failure == null ? e : failure;
        }
        return withAdvice(e);
    }

    private RegistryException withAdvice(RegistryException cause) {
        String message = "Nothing is known of " + service + " yet: " + cause.getMessage()
                + " The look-up goes on. Next: check the registry's address, or wait with ready().";
        return new RegistryException(cause.kind(), message, cause);
    }
}

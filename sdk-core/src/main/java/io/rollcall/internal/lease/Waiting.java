package io.rollcall.internal.lease;

import io.rollcall.registration.Registration;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Bounded, interruptible waits for a registration on the caller's thread. */
final class Waiting {
    private Waiting() {}

    static void forUp(CompletableFuture<Void> up, Duration timeout, LeaseLoop loop) {
        try {
            up.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw notUp(loop, "not UP after " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notUp(loop, "not UP when the thread was interrupted");
        } catch (ExecutionException e) {
            if (loop.state() == Registration.State.SUPERSEDED) {
                throw failure(Kind.CONFLICT, loop, "is over: a newer process owns its id", "stop this process");
            }
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Waits until {@code end} is done; returns false if that takes longer than {@code bound}. */
    static boolean forEnd(Future<?> end, Duration bound) {
        try {
            end.get(bound.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return end.isDone();
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static RegistryException notUp(LeaseLoop loop, String problem) {
        return failure(Kind.TIMEOUT, loop, problem, "nothing, if the registry starts later: it is retried");
    }

    private static RegistryException failure(Kind kind, LeaseLoop loop, String problem, String advice) {
        @Nullable RegistryException last = loop.lastError().orElse(null);
        String why = last == null ? "no attempt has failed" : "the last attempt: " + last.getMessage();
        return new RegistryException(kind, loop + ": " + problem + "; " + why + ". Next: " + advice + ".", last);
    }
}

package io.rollcall;

import io.rollcall.event.Subscription;
import io.rollcall.internal.discovery.CachedService;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until enough instances of a service are up. */
final class InstanceWait {
    private InstanceWait() {}

    static ServiceSnapshot until(CachedService service, int count, Duration timeout) {
        CompletableFuture<ServiceSnapshot> enough = new CompletableFuture<>();
        try (Subscription ignored = service.subscribe(event -> offer(event.after(), count, enough))) {
            offer(service.balancer().snapshot(), count, enough);
            return enough.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw missing(service.balancer().snapshot(), count, "after " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing(service.balancer().snapshot(), count, "when interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void offer(ServiceSnapshot snapshot, int count, CompletableFuture<ServiceSnapshot> enough) {
        if (up(snapshot) >= count) {
            enough.complete(snapshot);
        }
    }

    private static long up(ServiceSnapshot snapshot) {
        return snapshot.instances().stream()
                .filter(instance -> instance.status() == InstanceStatus.UP)
                .count();
    }

    private static RegistryException missing(ServiceSnapshot last, int count, String when, Exception cause) {
        return new RegistryException(
                RegistryException.Kind.TIMEOUT,
                last.service() + ": " + up(last) + " of " + count + " instances were up " + when + "; known: "
                        + last.instances() + " (" + last.source() + "). Next: check that they run and register.",
                cause);
    }
}

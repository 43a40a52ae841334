package io.rollcall.internal.registry.guard;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several endpoints of one registry as one backend. Each process shuffles the endpoints into its own order; a call goes
 * to the first whose circuit breaker permits it, and on a transient failure to the next. So a process stays with one
 * endpoint while it is healthy, leaves it when it fails, and returns when a trial call finds it recovered.
 *
 * <p>Retries:
 *
 * <ul>
 *   <li><b>Reads</b> (fetch, services): after all endpoints failed, one retry after 50 to 250 ms. While every breaker
 *       is open they fail at once.
 *   <li><b>Register, renew, deregister, watch</b>: never retried here, since their callers schedule them against the
 *       lease or with their own backoff. While every breaker is open, one endpoint is called anyway: a due attempt is
 *       never skipped, and its success closes the breaker.
 * </ul>
 *
 * <p><b>Concurrency.</b> Threadsafe. The list never changes and breakers are threadsafe. Calls run on the caller's
 * thread.
 */
public final class GuardedRegistry implements RegistryBackend {
    private static final int READ_ATTEMPTS = 2;
    private static final long MIN_PAUSE_MILLIS = 50;
    private static final long PAUSE_SPREAD_MILLIS = 200;

    private final List<GuardedEndpoint> endpoints;
    private final TimeSource time;
    private final Pause pause;
    private final Retry readRetry;
    private final AtomicInteger forcedCalls = new AtomicInteger();

    private GuardedRegistry(List<GuardedEndpoint> endpoints, TimeSource time, Randomness randomness, Pause pause) {
        this.endpoints = endpoints;
        this.time = time;
        this.pause = pause;
        this.readRetry = Retry.of(
                "registry reads",
                RetryConfig.custom()
                        .maxAttempts(READ_ATTEMPTS)
                        .intervalFunction(
                                attempt -> MIN_PAUSE_MILLIS + (long) (randomness.unit() * PAUSE_SPREAD_MILLIS))
                        .retryOnException(e ->
                                e instanceof RegistryException r && r.kind().isTransient())
                        .build());
    }

    /**
     * Combines {@code backends} into one, which closes them when it is closed.
     *
     * @throws IllegalArgumentException if {@code backends} is empty
     */
    public static GuardedRegistry over(
            List<? extends RegistryBackend> backends, TimeSource time, Randomness randomness, Pause pause) {
        if (backends.isEmpty()) {
            throw new IllegalArgumentException("registry: no endpoint (expected: at least one URL)");
        }
        List<GuardedEndpoint> order = new ArrayList<>();
        for (RegistryBackend backend : backends) {
            order.add(randomness.below(order.size() + 1), new GuardedEndpoint(backend, time, randomness));
        }
        return new GuardedRegistry(List.copyOf(order), time, randomness, pause);
    }

    @Override
    public Lease register(ServiceInstance instance) {
        return callEvenIfOpen(instance, backend -> backend.register(instance));
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        return callEvenIfOpen(instance, backend -> backend.renew(instance));
    }

    @Override
    public void deregister(ServiceInstance instance) {
        callEvenIfOpen(instance, backend -> {
            backend.deregister(instance);
            return true;
        });
    }

    @Override
    public boolean holds(ServiceInstance instance) {
        return callEvenIfOpen(instance, backend -> backend.holds(instance));
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
        return read(service, backend -> backend.fetch(service, known));
    }

    @Override
    public List<String> services() {
        return read("", RegistryBackend::services);
    }

    @Override
    public Watch watch(Set<String> services, WatchListener listener) {
        GuardedEndpoint endpoint = endpoints.stream()
                .filter(GuardedEndpoint::permitsWatch)
                .findFirst()
                .orElseGet(this::nextInTurn);
        return endpoint.backend().watch(services, new WatchedEndpoint(endpoint, listener, time.nanoTime()));
    }

    @Override
    public void close() {
        endpoints.forEach(endpoint -> endpoint.backend().close());
    }

    private <T> T read(String service, Function<RegistryBackend, T> call) {
        Retry.AsyncContext<T> attempts = readRetry.asyncContext();
        while (true) {
            try {
                T result = firstOf(service, call, false);
                attempts.onComplete();
                return result;
            } catch (RegistryException e) {
                waitBeforeNext(attempts.onError(e), e);
            }
        }
    }

    /** @param millis negative if no attempt is left */
    private void waitBeforeNext(long millis, RegistryException failure) {
        if (millis < 0) {
            throw failure;
        }
        try {
            pause.waitFor(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private <T> T callEvenIfOpen(ServiceInstance instance, Function<RegistryBackend, T> call) {
        return firstOf(instance.service(), call, true);
    }

    private <T> T firstOf(String service, Function<RegistryBackend, T> call, boolean evenIfOpen) {
        RegistryException last = null;
        for (GuardedEndpoint endpoint : endpoints) {
            if (endpoint.acquire()) {
                try {
                    return endpoint.call(service, call);
                } catch (RegistryException e) {
                    last = nonTransientOrNext(e, last);
                }
            }
        }
        if (last == null && evenIfOpen) {
            return nextInTurn().call(service, call);
        }
        throw last != null ? last : allOpen();
    }

    private static RegistryException nonTransientOrNext(
            RegistryException failure, @Nullable RegistryException previous) {
        if (!failure.kind().isTransient()) {
            throw failure;
        }
        if (previous != null) {
            failure.addSuppressed(previous);
        }
        return failure;
    }

    private GuardedEndpoint nextInTurn() {
        return endpoints.get(Math.floorMod(forcedCalls.getAndIncrement(), endpoints.size()));
    }

    private RegistryException allOpen() {
        return new RegistryException(
                Kind.UNAVAILABLE,
                "No endpoint of " + this
                        + " responds: all failed recently and are not called for some seconds. Next: check"
                        + " that the registry runs and can be reached from here.");
    }

    /** The endpoints in the order in which they are called. */
    @Override
    public String toString() {
        return endpoints.toString();
    }
}

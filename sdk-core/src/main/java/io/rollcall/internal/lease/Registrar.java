package io.rollcall.internal.lease;

import io.rollcall.event.RollcallListener;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.health.Health;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps any number of instances registered with one registry, on the threads of its runtime: the scheduler only wakes
 * loops, the IO pool sends requests.
 *
 * <p><b>Concurrency.</b> Threadsafe. The map holds each registration until it is over; its entries are replaced
 * atomically, so an id has one owner. Each loop has its own lock.
 */
public final class Registrar implements AutoCloseable {
    private static final Duration WATCHDOG_PERIOD = Duration.ofSeconds(5);
    private static final Duration FIRST_RESULT_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, LeaseLoop> loops = new ConcurrentHashMap<>();
    private final LeaseContext context;
    private final Supplier<String> ownAddress;
    private final ScheduledFuture<?> watchdog;
    private volatile boolean closed;

    /**
     * A registrar without registrations. It closes neither the backend nor the runtime.
     *
     * @param ownAddress the host of instances that specify none; called when one is registered
     * @param listener receives the events of all registrations; must not throw
     */
    public Registrar(
            RegistryBackend backend,
            SdkRuntime runtime,
            RegistrationConfig config,
            Supplier<String> ownAddress,
            RollcallListener listener) {
        LeaseTiming timing = new LeaseTiming(runtime.randomness(), config.heartbeat());
        this.context = new LeaseContext(backend, runtime, timing, config, listener);
        this.ownAddress = ownAddress;
        this.watchdog = runtime.scheduler()
                .scheduleWithFixedDelay(
                        this::checkOverdue, WATCHDOG_PERIOD.toNanos(), WATCHDOG_PERIOD.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Registers {@code instance} and keeps it registered. Returns at once, unless fail-fast is configured.
     *
     * @param instance as {@link #complete} returned it
     * @param health the combined result of the checks that the instance depends on; must not block
     * @throws IllegalStateException if this process has registered the id already, or the registrar is closed
     * @throws RegistryException with fail-fast, if the first attempt failed
     */
    public LeaseLoop register(ServiceInstance instance, Supplier<Health> health) {
        LeaseLoop loop = new LeaseLoop(instance, context, health);
        String key = instance.service() + "/" + instance.id();
        claim(key, loop);
        loop.whenOver().thenRun(() -> loops.remove(key, loop));
        if (closed) {
            loop.closeAsync();
        }
        loop.healthChanged();
        loop.wake();
        if (context.config().failFast()) {
            awaitFirstResult(loop);
        }
        return loop;
    }

    /** Returns {@code instance} with defaults for what is unset: this process's host, the next generation, the time. */
    public ServiceInstance complete(ServiceInstance instance) {
        ServiceInstance.Builder builder = instance.toBuilder();
        if (instance.host().isEmpty()) {
            builder.host(ownAddress.get());
        }
        if (instance.generation() == 0) {
            builder.generation(Generations.next(context.time()));
        }
        if (instance.registeredAt() == 0) {
            builder.registeredAt(context.time().currentTimeMillis());
        }
        return builder.build();
    }

    private void claim(String key, LeaseLoop loop) {
        if (closed) {
            throw new IllegalStateException(key + ": the registrar is closed. Next: connect again.");
        }
        LeaseLoop owner = loops.compute(key, (id, current) -> current == null || current.isClosing() ? loop : current);
        if (owner != loop) {
            throw new IllegalStateException(
                    key + ": already registered by this process. Next: update that registration, or use another id.");
        }
    }

    private static void awaitFirstResult(LeaseLoop loop) {
        if (!Waiting.forEnd(loop.whenFirstResult(), FIRST_RESULT_TIMEOUT)) {
            loop.closeWithOneAttempt();
            throw new RegistryException(
                    RegistryException.Kind.TIMEOUT,
                    loop + ": no response within " + FIRST_RESULT_TIMEOUT
                            + ", and fail-fast is configured. Next: check that the registry runs.");
        }
        try {
            loop.whenFirstResult().getNow(null);
        } catch (CompletionException e) {
            loop.closeWithOneAttempt();
            throw e.getCause() instanceof RegistryException failure ? failure : e;
        }
    }

    private void checkOverdue() {
        loops.values().forEach(loop -> LeaseContext.guarded(loop::checkOverdue).run());
    }

    /** To be called when the result of the checks changed on which all registrations depend. */
    public void healthChanged() {
        loops.values().forEach(loop -> LeaseContext.guarded(loop::healthChanged).run());
    }

    /**
     * Drains all registrations. Completes with true when the registry has acknowledged DRAINING for all and the drain
     * delay has passed; with false if it has not within the close timeout.
     */
    public CompletableFuture<Boolean> drain() {
        return new Draining(List.copyOf(loops.values()), context).start();
    }

    /** The registrations that are not over. */
    public List<LeaseLoop> registrations() {
        return List.copyOf(loops.values());
    }

    /** Closes all registrations in parallel, and returns when all are over. The state of each shows how it ended. */
    @Override
    public void close() {
        Waiting.forEnd(closeAsync(), context.closeBound());
        loops.values().forEach(LeaseLoop::abandon);
    }

    CompletableFuture<Void> closeAsync() {
        closed = true;
        CompletableFuture<?>[] ends =
                loops.values().stream().map(LeaseLoop::closeAsync).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends).whenComplete((done, failure) -> watchdog.cancel(false));
    }
}

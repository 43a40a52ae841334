package io.rollcall.registration;

import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps any number of instances registered with one registry, on threads that it is given: a scheduler that only wakes,
 * and a pool for calls that block.
 *
 * <p><b>Concurrency.</b> Threadsafe. The map holds each registration until it is over; its entries are replaced
 * atomically, so an id has one owner. Each loop guards itself.
 *
 * @param <R> whom instances are kept registered for
 */
public final class Registrar<R extends Registrant> implements AutoCloseable {
    private static final Duration WATCHDOG_PERIOD = Duration.ofSeconds(5);
    private static final Duration FIRST_ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, LeaseLoop<R>> loops = new ConcurrentHashMap<>();
    private final Machinery machinery;
    private final Supplier<String> ownAddress;
    private final RegistrationConfig config;
    private final ScheduledFuture<?> watchdog;
    private volatile boolean closed;

    private Registrar(Machinery machinery, Supplier<String> ownAddress, RegistrationConfig config) {
        this.machinery = machinery;
        this.ownAddress = ownAddress;
        this.config = config;
        this.watchdog = machinery
                .scheduler()
                .scheduleWithFixedDelay(
                        this::watch, WATCHDOG_PERIOD.toNanos(), WATCHDOG_PERIOD.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * A registrar. It closes neither backend nor executors: whoever made them does, after {@link #close()}.
     *
     * @param scheduler one thread is enough; nothing it runs blocks
     * @param blocking runs calls to the registry; a small bounded pool
     * @param ownAddress this process's, for instances that name no host; asked when one registers
     */
    public static <R extends Registrant> Registrar<R> create(
            RegistryBackend backend,
            ScheduledExecutorService scheduler,
            Executor blocking,
            TimeSource time,
            Randomness randomness,
            Supplier<String> ownAddress,
            RegistrationConfig config) {
        Pacing pacing = new Pacing(randomness, config.heartbeat());
        Machinery machinery = new Machinery(
                backend, time, scheduler, blocking, pacing, config.drainDelay(), config.closeTimeout(), new Tally());
        return new Registrar<>(machinery, ownAddress, config);
    }

    /**
     * Registers {@code instance}, and keeps it so. Returns at once, unless it is to fail fast.
     *
     * @param instance without a host: this process's own is taken; without a generation: the next one
     * @param registrant makes the one it is kept for, who may ask the loop for its instance at that moment, and no more
     * @throws IllegalStateException if this process has registered the id already, or the registrar is closed
     * @throws RegistryException if it is to fail fast, and the first attempt failed
     */
    public R register(ServiceInstance instance, Function<? super LeaseLoop<R>, R> registrant) {
        ServiceInstance complete = completed(instance);
        LeaseLoop<R> loop = new LeaseLoop<>(complete, machinery, registrant);
        String key = complete.service() + "/" + complete.id();
        claim(key, loop);
        loop.whenOver().thenRun(() -> loops.remove(key, loop));
        if (closed) {
            loop.closeLater();
        }
        loop.judge();
        loop.wake();
        if (config.failFast()) {
            awaitFirstAnswer(loop);
        }
        return loop.registrant();
    }

    private ServiceInstance completed(ServiceInstance instance) {
        ServiceInstance.Builder builder = instance.toBuilder();
        if (instance.host().isEmpty()) {
            builder.host(ownAddress.get());
        }
        if (instance.generation() == 0) {
            builder.generation(Generations.next(machinery.time()));
        }
        if (instance.registeredAt() == 0) {
            builder.registeredAt(machinery.time().currentTimeMillis());
        }
        return builder.build();
    }

    private void claim(String key, LeaseLoop<R> loop) {
        if (closed) {
            throw new IllegalStateException(key + ": the registrar is closed. Next: connect again.");
        }
        LeaseLoop<R> owner = loops.compute(key, (id, before) -> before == null || before.isClosing() ? loop : before);
        if (owner != loop) {
            throw new IllegalStateException(key
                    + ": registered already by this process. Next: update that registration, or give this one another"
                    + " id.");
        }
    }

    private static void awaitFirstAnswer(LeaseLoop<?> loop) {
        if (!Waiting.forEnd(loop.whenFirstAnswered(), FIRST_ANSWER_TIMEOUT)) {
            loop.closeSoon();
            throw new RegistryException(
                    RegistryException.Kind.TIMEOUT,
                    loop + ": no answer within " + FIRST_ANSWER_TIMEOUT
                            + ", and it is to fail fast. Next: check that the" + " registry runs.");
        }
        try {
            loop.whenFirstAnswered().getNow(null);
        } catch (CompletionException e) {
            loop.closeSoon();
            throw e.getCause() instanceof RegistryException failure ? failure : e;
        }
    }

    private void watch() {
        loops.values().forEach(loop -> machinery.guarded(loop::watch).run());
    }

    /** To be called when the health of all is another than before. */
    public void healthChanged() {
        loops.values().forEach(loop -> machinery.guarded(loop::judge).run());
    }

    /**
     * Asks for no new traffic for any registration. Completes when the registry has acknowledged that for all and the
     * drain delay has passed, with true; or with false if it has not within the close timeout.
     */
    public CompletableFuture<Boolean> drain() {
        return new Draining(List.copyOf(loops.values()), machinery).begin();
    }

    /** What happened so far. Goes on counting. */
    public Tally tally() {
        return machinery.tally();
    }

    /** Whom instances are kept registered for, for as long as they are not over. */
    public List<R> registrants() {
        return loops.values().stream().map(LeaseLoop::registrant).toList();
    }

    /** Closes all registrations side by side, and returns when all are over. What came of each is its state. */
    @Override
    public void close() {
        CompletableFuture<Void> all = closeLater();
        Waiting.forEnd(all, config.drainDelay().plus(config.closeTimeout()).plusSeconds(1));
        loops.values().forEach(LeaseLoop::giveUp);
    }

    CompletableFuture<Void> closeLater() {
        closed = true;
        CompletableFuture<?>[] ends =
                loops.values().stream().map(LeaseLoop::closeLater).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends).whenComplete((done, failure) -> watchdog.cancel(false));
    }
}

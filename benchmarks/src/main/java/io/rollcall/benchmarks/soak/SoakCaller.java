package io.rollcall.benchmarks.soak;

import io.rollcall.Rollcall;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.mock.net.TcpProxy;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Calls services at random, and checks each call: it must not go to an instance that the caller knows to be removed,
 * and must not fail while the caller knows a healthy one.
 *
 * <p><b>Concurrency.</b> One call at a time, on the scheduler's threads. Events arrive on the SDK's threads.
 */
final class SoakCaller implements RollcallListener, AutoCloseable {
    private final String name;
    private final SoakFleet fleet;
    private final Violations violations;
    private final TimeSource time;
    private final Randomness random;
    private final TcpProxy link;
    private final Rollcall rollcall;
    private final Map<String, Long> removedSince = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cutShort = new LongAdder();
    private final LongAdder brokenBodies = new LongAdder();

    SoakCaller(String name, URI registry, long seed, SoakFleet fleet, Violations violations, TimeSource time) {
        this.name = name;
        this.fleet = fleet;
        this.violations = violations;
        this.time = time;
        this.random = Randomness.seeded(seed);
        this.link = TcpProxy.to(registry);
        this.rollcall = Rollcall.builder()
                .registry(link.uri().toString())
                .requestTimeout(SoakConfig.REQUEST_TIMEOUT)
                .discoveryTtl(SoakConfig.DISCOVERY_TTL)
                .emptyProtection(SoakConfig.EMPTY_PROTECTION)
                .listener(this)
                .build();
    }

    /** Waits until it knows all instances of all services. */
    void awaitAll() {
        SoakConfig.SERVICES.forEach(
                service -> rollcall.service(service).awaitInstances(SoakConfig.HOSTS, Duration.ofSeconds(20)));
    }

    ScheduledFuture<?> start(ScheduledExecutorService threads) {
        long period = SoakConfig.CALL_PERIOD.toNanos();
        return threads.scheduleAtFixedRate(this::call, random.below((int) period), period, TimeUnit.NANOSECONDS);
    }

    private void call() {
        String service = SoakConfig.SERVICES.get(random.below(SoakConfig.SERVICES.size()));
        Request request =
                new Request.Builder().url("http://" + service + "/" + name).build();
        List<ServiceInstance> known = rollcall.service(service).instances();
        if (random.below(SoakConfig.BROKEN_BODIES) == 0) {
            callWithBrokenBody(request);
            return;
        }
        calls.increment();
        try (Response response = rollcall.httpClient().newCall(request).execute()) {
            if (response.isSuccessful()) {
                read(service, known, response);
            } else {
                failed(service, known, "status " + response.code());
            }
        } catch (IOException | RuntimeException e) {
            failed(service, known, e.toString());
        }
    }

    /** The caller's own exception: it gets that one back, and no instance is to blame. */
    private void callWithBrokenBody(Request request) {
        brokenBodies.increment();
        Request broken = request.newBuilder().put(new BrokenBody()).build();
        try (Response response = rollcall.httpClient().newCall(broken).execute()) {
            violations.add(name + ": a body that could not be written was answered with " + response.code());
        } catch (IOException | RuntimeException e) {
            if (!(e instanceof BrokenBody.Failure) && hasInstances(request)) {
                violations.add(name + ": a body that could not be written failed with " + e);
            }
        }
    }

    private boolean hasInstances(Request request) {
        return rollcall.service(request.url().host()).instances().stream().anyMatch(fleet::isHealthy);
    }

    /**
     * A body that ends early because its instance crashed fails the call, but violates no invariant: its caller was
     * already reading.
     */
    private void read(String service, List<ServiceInstance> known, Response response) {
        try {
            response.body().bytes();
        } catch (IOException e) {
            ServiceInstance instance = response.request().tag(ServiceInstance.class);
            if (instance != null && !fleet.isHealthy(instance)) {
                failed.increment();
                cutShort.increment();
            } else {
                failed(service, known, e.toString());
            }
        }
    }

    /**
     * @param known at the start of the call: only instances known from then until its failure could have been called
     */
    private void failed(String service, List<ServiceInstance> known, String why) {
        failed.increment();
        List<ServiceInstance> still = rollcall.service(service).instances();
        long healthy =
                known.stream().filter(still::contains).filter(fleet::isHealthy).count();
        if (healthy > 0) {
            violations.add(name + ": a call to " + service + " failed, though " + healthy + " of the " + known.size()
                    + " instances that it knew are healthy: " + why);
        }
    }

    @Override
    public void onServiceChanged(ServiceChangedEvent change) {
        change.removed().forEach(instance -> removedSince.put(place(instance), time.nanoTime()));
        change.added().forEach(instance -> removedSince.remove(place(instance)));
        change.changed().forEach(instance -> removedSince.remove(place(instance)));
    }

    @Override
    public void onCallAttempt(CallAttemptEvent attempt) {
        Long since = removedSince.get(place(attempt.instance()));
        long began = time.nanoTime() - attempt.took().toNanos();
        if (since != null && began - since > SoakConfig.PROPAGATION.toNanos()) {
            violations.add(name + ": a call went to " + attempt.instance().id() + " at "
                    + attempt.instance().authority() + " " + TimeUnit.NANOSECONDS.toMillis(began - since)
                    + " ms after it was known to be removed");
        }
    }

    private static String place(ServiceInstance instance) {
        return instance.id() + " " + instance.authority();
    }

    /** The instances of {@code service} that it sees, each with its address. */
    TreeSet<String> sees(String service) {
        return SoakFleet.seen(rollcall.service(service).instances());
    }

    TcpProxy link() {
        return link;
    }

    long calls() {
        return calls.sum();
    }

    long failed() {
        return failed.sum();
    }

    /** Calls that failed after their response had started. */
    long cutShort() {
        return cutShort.sum();
    }

    /** Calls whose body failed, which are not among {@link #calls()}. */
    long brokenBodies() {
        return brokenBodies.sum();
    }

    @Override
    public void close() {
        rollcall.close();
        link.close();
    }
}

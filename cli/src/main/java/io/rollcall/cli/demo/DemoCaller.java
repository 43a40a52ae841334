package io.rollcall.cli.demo;

import io.rollcall.DiscoveredService;
import io.rollcall.Rollcall;
import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The caller of the demo's service, with a policy of its own or that of a file. One user of twenty is a tester, whose
 * requests have {@code x-canary: true}.
 *
 * <p><em>Concurrency:</em> threadsafe; the counts are in the {@link CallTally}.
 */
final class DemoCaller implements RollcallListener, LoadBalancerListener, AutoCloseable {
    private static final int USERS = 1_000;
    private static final int TESTERS = USERS / 20;

    private final EventTimeline timeline;
    private final CallTally tally;
    private final TimeSource time;
    private final Randomness users;
    private final Rollcall rollcall;
    private final DiscoveredService service;
    private final OkHttpClient http;

    DemoCaller(
            String registry, long seed, DemoPolicy policy, EventTimeline timeline, CallTally tally, TimeSource time) {
        this.timeline = timeline;
        this.tally = tally;
        this.time = time;
        this.users = Randomness.seeded(~seed);
        this.rollcall = Rollcall.builder()
                .registry(registry)
                .randomness(Randomness.seeded(seed))
                .service(DemoMember.SERVICE, policy.policy())
                .listener(this)
                .build();
        this.service = rollcall.service(DemoMember.SERVICE);
        this.http =
                rollcall.httpClient().newBuilder().addInterceptor(this::attempt).build();
        service.onChange(this::changed);
    }

    /** Waits until {@code count} instances are up. */
    void awaitInstances(int count, Duration timeout) {
        service.awaitInstances(count, timeout);
    }

    /** Its present snapshot of the service. */
    ServiceSnapshot snapshot() {
        return service.snapshot();
    }

    /** Makes one call and counts its result. */
    void call() {
        long start = time.nanoTime();
        int user = users.below(USERS);
        Request request = new Request.Builder()
                .url("http://" + DemoMember.SERVICE + "/users/" + user)
                .header("x-canary", Boolean.toString(user < TESTERS))
                .tag(CallStart.class, new CallStart(start))
                .build();
        try (Response response = http.newCall(request).execute()) {
            response.body().bytes();
            ServiceInstance instance = response.request().tag(ServiceInstance.class);
            if (response.isSuccessful() && instance != null) {
                tally.answered(instance, time.nanoTime() - start);
            } else {
                tally.failed("status " + response.code());
            }
        } catch (IOException | RuntimeException e) {
            tally.failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        rollcall.close();
    }

    @Override
    public LoadBalancerListener loadBalancer(String service) {
        return this;
    }

    /** The balancer has ejected an instance because calls to it failed. */
    @Override
    public void onEjected(InstanceEjectedEvent event) {
        timeline.observe(EventTimeline.KILLED, event.instance().id(), "failed calls");
    }

    private void changed(ServiceChangedEvent change) {
        change.removed().forEach(instance -> timeline.observe(EventTimeline.KILLED, instance.id(), "push"));
        change.added().forEach(instance -> timeline.observe(EventTimeline.JOINED, instance.id(), "push"));
        change.changed().stream()
                .filter(instance -> instance.status() == InstanceStatus.DRAINING)
                .forEach(instance -> timeline.observe(EventTimeline.DRAINED, instance.id(), "push"));
    }

    /** Called for each attempt of a call, after the instance was picked. */
    private Response attempt(Interceptor.Chain chain) throws IOException {
        ServiceInstance instance = chain.request().tag(ServiceInstance.class);
        CallStart start = chain.request().tag(CallStart.class);
        tally.attempted(instance != null && start != null && timeline.wasSeenDead(instance.id(), start.nanos()));
        return chain.proceed(chain.request());
    }

    private record CallStart(long nanos) {}
}

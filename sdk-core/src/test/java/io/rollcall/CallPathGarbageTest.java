package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.metrics.RollcallMetrics;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cost of a listener on the call path. */
class CallPathGarbageTest {
    private static final int CALLS = 10_000;
    private static final ServiceInstance INSTANCE =
            ServiceInstance.named("user-service").id("u-1").port(8080).build();
    private static final CallAttemptEvent ATTEMPT =
            new CallAttemptEvent(INSTANCE, CallAttemptEvent.Kind.FIRST, Outcome.SUCCESS, Duration.ofMillis(3));

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RollcallListener listener =
            CompositeListener.of(List.of(RollcallMetrics.in(new SimpleMeterRegistry())));
    private final LoadBalancerListener balancer = listener.loadBalancer("user-service");

    @Test
    void countingACallAllocatesNothing() {
        balancer.onPlanCompiled(new PlanCompiledEvent("user-service", "random", 1, 1));
        count(CALLS);

        long before = threads.getCurrentThreadAllocatedBytes();
        count(CALLS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes of %d calls", CALLS).isLessThan(CALLS);
    }

    private void count(int calls) {
        for (int i = 0; i < calls; i++) {
            balancer.onSelected(INSTANCE);
            balancer.onFinished(INSTANCE, Outcome.SUCCESS);
            listener.onCallAttempt(ATTEMPT);
        }
    }
}

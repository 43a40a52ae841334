package io.rollcall.internal.http;

import io.rollcall.internal.SdkRuntime;
import io.rollcall.random.Randomness;
import io.rollcall.testing.VirtualScheduler;
import io.rollcall.time.TimeSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** What balanced calls run on, in tests. */
final class CallRuntime {
    private static final ThreadFactory DAEMONS = task -> {
        Thread thread = new Thread(task, "test-http");
        thread.setDaemon(true);
        return thread;
    };
    private static final ScheduledExecutorService SCHEDULER = Executors.newSingleThreadScheduledExecutor(DAEMONS);

    private CallRuntime() {}

    /** This machine's time. */
    static SdkRuntime real() {
        return new SdkRuntime(TimeSource.system(), Randomness.perThread(), SCHEDULER, Runnable::run, Runnable::run);
    }

    /** Timeouts, hedges and waits come when {@code time} is moved; bytes come when they come. */
    static SdkRuntime virtual(VirtualScheduler time) {
        return new SdkRuntime(time, Randomness.seeded(7), time, Runnable::run, Runnable::run);
    }

    /** Without listener and circuit breakers. */
    static CallConfig config() {
        return CallConfig.on(DAEMONS);
    }
}

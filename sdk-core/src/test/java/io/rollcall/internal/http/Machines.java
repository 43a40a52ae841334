package io.rollcall.internal.http;

import io.rollcall.random.Randomness;
import io.rollcall.testing.VirtualScheduler;
import io.rollcall.time.TimeSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** What balanced calls run on, in tests. */
final class Machines {
    private static final ThreadFactory DAEMONS = task -> {
        Thread thread = new Thread(task, "test-http");
        thread.setDaemon(true);
        return thread;
    };
    private static final ScheduledExecutorService SCHEDULER = Executors.newSingleThreadScheduledExecutor(DAEMONS);

    private Machines() {}

    /** This machine's time. */
    static CallMachinery real() {
        return CallMachinery.of(TimeSource.system(), Randomness.perThread(), SCHEDULER, DAEMONS);
    }

    /** Timeouts, hedges and waits come when {@code time} is moved; bytes come when they come. */
    static CallMachinery virtual(VirtualScheduler time) {
        return CallMachinery.of(time, Randomness.seeded(7), time, DAEMONS);
    }
}

package io.rollcall.benchmarks.machine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
public final class Delay {
    private Delay() {}

    /** Returns after {@code time}, at once if that is none or past. */
    public static void of(Duration time) throws InterruptedException {
        if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("a pause was ended");
        }
    }
}

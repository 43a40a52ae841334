package io.rollcall.cli.demo;

import io.rollcall.cli.Output;
import io.rollcall.cli.Termination;
import io.rollcall.time.TimeSource;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The demo left open: a few calls a second go on, and it is told when the registry goes, comes back, and has all
 * instances again.
 *
 * <p><em>Concurrency:</em> one thread calls, one asks the registry; the latter alone owns what is known of it.
 */
final class OpenHouse implements AutoCloseable {
    private static final long CALL_MILLIS = 50;
    private static final long PROBE_MILLIS = 100;
    private static final long NEWS_SECONDS = 10;

    private final String registry;
    private final int expected;
    private final DemoCaller caller;
    private final CallTally tally;
    private final Output output;
    private final TimeSource time = TimeSource.system();
    private final RegistryProbe probe;
    private final ScheduledExecutorService callers = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor();
    private int known;
    private long backNanos;
    private boolean complete = true;

    OpenHouse(String registry, int expected, DemoCaller caller, CallTally tally, Output output) {
        this.registry = registry;
        this.expected = expected;
        this.caller = caller;
        this.tally = tally;
        this.output = output;
        this.probe = RegistryProbe.of(registry, time);
        this.known = expected;
    }

    void until(Termination termination) {
        output.say("registry " + registry + " stays up with " + expected + " instances (Ctrl-C ends it). Try:\n"
                + "  ./rollcall instances " + Member.SERVICE + " --registry " + registry);
        callers.scheduleAtFixedRate(caller::call, CALL_MILLIS, CALL_MILLIS, TimeUnit.MILLISECONDS);
        reporter.scheduleWithFixedDelay(this::look, PROBE_MILLIS, PROBE_MILLIS, TimeUnit.MILLISECONDS);
        reporter.scheduleAtFixedRate(this::tell, NEWS_SECONDS, NEWS_SECONDS, TimeUnit.SECONDS);
        termination.await();
    }

    @Override
    public void close() {
        callers.shutdownNow();
        reporter.shutdownNow();
        probe.close();
    }

    private void tell() {
        output.say("  " + tally.calls() + " calls in all, " + tally.failed() + " failed");
    }

    private void look() {
        int now = probe.instances();
        boolean down = now == RegistryProbe.DOWN;
        if (complete && down) {
            output.say("registry lost; the calls go on with what is known");
        } else if (!down && now < expected && (complete || known == RegistryProbe.DOWN)) {
            output.say("registry back, with " + now + " of " + expected + " instances");
            backNanos = time.nanoTime();
        } else if (!down && now >= expected && !complete) {
            double seconds = known == RegistryProbe.DOWN ? 0 : (time.nanoTime() - backNanos) / 1e9;
            output.say(String.format(
                    Locale.ROOT, "all %d instances registered %.1f s after the registry was back", expected, seconds));
            tell();
        }
        complete = now >= expected;
        known = now;
    }
}

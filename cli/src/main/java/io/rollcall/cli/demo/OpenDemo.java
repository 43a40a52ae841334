package io.rollcall.cli.demo;

import io.rollcall.cli.Output;
import io.rollcall.cli.Termination;
import io.rollcall.time.TimeSource;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The demo kept open: a few calls per second go on, and it reports when the registry is lost, returns, and has all
 * instances again.
 *
 * <p><em>Concurrency:</em> one thread makes the calls, another polls the registry and owns its known state.
 */
final class OpenDemo implements AutoCloseable {
    private static final long CALL_MILLIS = 50;
    private static final long PROBE_MILLIS = 100;
    private static final long REPORT_SECONDS = 10;

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
    private long returnedNanos;
    private boolean complete = true;

    OpenDemo(String registry, int expected, DemoCaller caller, CallTally tally, Output output) {
        this.registry = registry;
        this.expected = expected;
        this.caller = caller;
        this.tally = tally;
        this.output = output;
        this.probe = RegistryProbe.of(registry, time);
        this.known = expected;
    }

    void runUntil(Termination termination) {
        output.message("registry " + registry + " stays up with " + expected + " instances (Ctrl-C ends it). Try:\n"
                + "  ./rollcall instances " + DemoMember.SERVICE + " --registry " + registry);
        callers.scheduleAtFixedRate(caller::call, CALL_MILLIS, CALL_MILLIS, TimeUnit.MILLISECONDS);
        reporter.scheduleWithFixedDelay(this::poll, PROBE_MILLIS, PROBE_MILLIS, TimeUnit.MILLISECONDS);
        reporter.scheduleAtFixedRate(this::report, REPORT_SECONDS, REPORT_SECONDS, TimeUnit.SECONDS);
        termination.await();
    }

    @Override
    public void close() {
        callers.shutdownNow();
        reporter.shutdownNow();
        probe.close();
    }

    private void report() {
        output.message("  " + tally.calls() + " calls in all, " + tally.failed() + " failed");
    }

    private void poll() {
        int now = probe.instances();
        boolean down = now == RegistryProbe.DOWN;
        if (complete && down) {
            output.message("registry lost; the calls go on with the last known instances");
        } else if (!down && now < expected && (complete || known == RegistryProbe.DOWN)) {
            output.message("registry back, with " + now + " of " + expected + " instances");
            returnedNanos = time.nanoTime();
        } else if (!down && now >= expected && !complete) {
            double seconds = known == RegistryProbe.DOWN ? 0 : (time.nanoTime() - returnedNanos) / 1e9;
            output.message(String.format(
                    Locale.ROOT, "all %d instances registered %.1f s after the registry was back", expected, seconds));
            report();
        }
        complete = now >= expected;
        known = now;
    }
}

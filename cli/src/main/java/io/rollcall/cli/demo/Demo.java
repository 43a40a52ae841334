package io.rollcall.cli.demo;

import io.rollcall.cli.Output;
import io.rollcall.cli.Termination;
import io.rollcall.time.TimeSource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The script: six instances are registered, a caller starts, and at fixed times one instance is killed, one is drained
 * and one joins.
 *
 * <p><em>Concurrency:</em> a scheduler triggers the events while the command's thread waits for the calls.
 */
final class Demo implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(6);
    private static final int MOST_PER_SECOND = 1_000;
    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);
    private static final int LAST_OBSERVATION_SECONDS = 10;
    private static final double KILL_AT = 0.2;
    private static final double DRAIN_AT = 0.45;
    private static final double JOIN_AT = 0.7;
    private static final int EVENTS = 3;

    private final String registry;
    private final int requests;
    private final long seed;
    private final Duration span;
    private final EventTimeline timeline;
    private final CallTally tally;
    private final DemoCaller caller;
    private final DemoFleet fleet;
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

    /** Starts the instances and the caller. */
    Demo(String registry, int requests, long seed, DemoPolicy policy) {
        this.registry = registry;
        this.requests = requests;
        this.seed = seed;
        Duration needed = Duration.ofMillis(1_000L * requests / MOST_PER_SECOND);
        this.span = needed.compareTo(SHORTEST) > 0 ? needed : SHORTEST;
        TimeSource time = TimeSource.system();
        this.timeline = new EventTimeline(EVENTS, time);
        this.tally = new CallTally(members(), requests);
        this.fleet = DemoFleet.start(registry, timeline);
        this.caller = new DemoCaller(registry, seed, policy, timeline, tally, time);
    }

    /**
     * Runs the script.
     *
     * @return the result, or null if the user interrupted it
     */
    @Nullable
    DemoReport run(PrintWriter out, boolean live, Termination termination) {
        caller.awaitInstances(DemoMember.FIRST.size(), STARTUP_TIMEOUT);
        try (Screen screen = new Screen(out, live, members(), requests, tally, timeline, caller::snapshot);
                Load load = new Load(caller::call, requests, span)) {
            screen.start();
            load.start();
            List<Future<?>> events = scheduleEvents();
            while (!load.await(100)) {
                if (termination.isRequested()) {
                    return null;
                }
            }
            for (Future<?> event : events) {
                event.get();
            }
            timeline.await(LAST_OBSERVATION_SECONDS);
        } catch (InterruptedException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The script failed: " + e.getCause(), e);
        }
        return DemoReport.of(tally, timeline, seed);
    }

    /** Keeps everything running, with a few calls per second, until the user ends it. */
    void keepOpen(Output output, Termination termination) {
        try (OpenDemo open = new OpenDemo(registry, fleet.remaining(), caller, tally, output)) {
            open.runUntil(termination);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        caller.close();
        fleet.close();
    }

    private List<Future<?>> scheduleEvents() {
        return List.of(at(KILL_AT, fleet::kill), at(DRAIN_AT, fleet::drain), at(JOIN_AT, fleet::join));
    }

    private Future<?> at(double share, Runnable event) {
        return scheduler.schedule(event, (long) (share * span.toMillis()), TimeUnit.MILLISECONDS);
    }

    private static List<DemoMember> members() {
        List<DemoMember> members = new ArrayList<>(DemoMember.FIRST);
        members.add(DemoMember.JOINING);
        return members;
    }
}

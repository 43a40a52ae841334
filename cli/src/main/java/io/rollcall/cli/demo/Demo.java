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
 * The script: six instances are there, a caller begins, and at set times one instance is killed, one is drained and one
 * joins.
 *
 * <p><em>Concurrency:</em> a director's thread makes the events happen while the command's own waits for the calls.
 */
final class Demo implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(6);
    private static final int MOST_PER_SECOND = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LAST_SIGHTING_SECONDS = 10;
    private static final double KILL_AT = 0.2;
    private static final double DRAIN_AT = 0.45;
    private static final double JOIN_AT = 0.7;
    private static final int EVENTS = 3;

    private final String registry;
    private final int requests;
    private final long seed;
    private final Duration span;
    private final Sightings sightings;
    private final CallTally tally;
    private final DemoCaller caller;
    private final Cast cast;
    private final ScheduledExecutorService director = Executors.newScheduledThreadPool(2);

    /** Starts the instances and the caller. */
    Demo(String registry, int requests, long seed, DemoPolicy rules) {
        this.registry = registry;
        this.requests = requests;
        this.seed = seed;
        Duration needed = Duration.ofMillis(1_000L * requests / MOST_PER_SECOND);
        this.span = needed.compareTo(SHORTEST) > 0 ? needed : SHORTEST;
        TimeSource time = TimeSource.system();
        this.sightings = new Sightings(EVENTS, time);
        this.tally = new CallTally(members(), requests);
        this.cast = Cast.start(registry, sightings);
        this.caller = new DemoCaller(registry, seed, rules, sightings, tally, time);
    }

    /**
     * Plays it.
     *
     * @return what came of it, or null if the user ended it before
     */
    @Nullable
    DemoReport play(PrintWriter out, boolean live, Termination termination) {
        caller.awaitInstances(Member.FIRST.size(), PATIENCE);
        try (Screen screen = new Screen(out, live, members(), requests, tally, sightings, caller::snapshot);
                Load load = new Load(caller::call, requests, span)) {
            screen.start();
            load.start();
            List<Future<?>> events = direct();
            while (!load.await(100)) {
                if (termination.asked()) {
                    return null;
                }
            }
            for (Future<?> event : events) {
                event.get();
            }
            sightings.await(LAST_SIGHTING_SECONDS);
        } catch (InterruptedException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The script broke off: " + e.getCause(), e);
        }
        return DemoReport.of(tally, sightings, seed);
    }

    /** Leaves everything as it is until the user ends it, and goes on with a few calls. */
    void keepOpen(Output output, Termination termination) {
        try (OpenHouse house = new OpenHouse(registry, cast.survivors(), caller, tally, output)) {
            house.until(termination);
        }
    }

    @Override
    public void close() {
        director.shutdownNow();
        caller.close();
        cast.close();
    }

    private List<Future<?>> direct() {
        return List.of(at(KILL_AT, cast::kill), at(DRAIN_AT, cast::drain), at(JOIN_AT, cast::join));
    }

    private Future<?> at(double share, Runnable event) {
        return director.schedule(event, (long) (share * span.toMillis()), TimeUnit.MILLISECONDS);
    }

    private static List<Member> members() {
        List<Member> members = new ArrayList<>(Member.FIRST);
        members.add(Member.JOINING);
        return members;
    }
}

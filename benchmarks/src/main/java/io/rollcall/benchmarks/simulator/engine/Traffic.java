package io.rollcall.benchmarks.simulator.engine;

import io.rollcall.benchmarks.simulator.engine.Client.Call;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Calls as a Poisson process: the load does not wait for responses, as with many users. Confined to one thread. */
public final class Traffic {
    private static final long TICK_NANOS = Duration.ofMillis(250).toNanos();
    private static final RequestContext[] USERS = IntStream.range(0, 10_000)
            .mapToObj(i -> RequestContext.keyed("user-" + i))
            .toArray(RequestContext[]::new);

    private final Cluster cluster;
    private final Simulation simulation;
    private final SplittableRandom arrivals;
    private final double meanGapNanos;
    private final long untilNanos;
    private Duration warmup = Duration.ZERO;
    private int attempts = 1;

    Traffic(Cluster cluster, double perSecond, Duration length) {
        this.cluster = cluster;
        this.simulation = cluster.simulation();
        this.arrivals = simulation.random();
        this.meanGapNanos = 1e9 / perSecond;
        this.untilNanos = length.toNanos();
    }

    /** Calls that start earlier are made and not recorded. Default: none. */
    public Traffic warmup(Duration warmup) {
        this.warmup = warmup;
        return this;
    }

    /** Tries a failed call again, up to this many attempts and as the client's budget allows. Default: 1. */
    public Traffic attempts(int attempts) {
        this.attempts = attempts;
        return this;
    }

    /** Runs until the last call has ended. */
    public Recording run() {
        Recording recording = new Recording(warmup);
        tick();
        arrive(recording);
        simulation.run();
        return recording;
    }

    private void tick() {
        cluster.clients().forEach(Client::tick);
        if (simulation.nanoTime() < untilNanos) {
            simulation.after(TICK_NANOS, this::tick);
        }
    }

    private void arrive(Recording recording) {
        long gap = (long) (-Math.log(1 - arrivals.nextDouble()) * meanGapNanos);
        if (simulation.nanoTime() + gap >= untilNanos) {
            return;
        }
        simulation.after(gap, () -> {
            Client client =
                    cluster.clients().get(arrivals.nextInt(cluster.clients().size()));
            RequestContext request = USERS[arrivals.nextInt(USERS.length)];
            arrive(recording);
            new Trip(recording, client.begin(request)).start();
        });
    }

    /** One call on its way, over all its attempts. */
    private final class Trip {
        private final Recording recording;
        private final long start = simulation.nanoTime();
        private Optional<Call> call;
        private int attempt = 1;

        Trip(Recording recording, Optional<Call> call) {
            this.recording = recording;
            this.call = call;
        }

        void start() {
            if (call.isEmpty()) {
                recording.call(start, simulation.nanoTime(), true);
                return;
            }
            recording.attempt(simulation.nanoTime());
            cluster.serverOf(call.get().instance()).handle(this::responded);
        }

        private void responded(Outcome outcome) {
            Call ended = call.orElseThrow();
            ended.finished(outcome);
            if (outcome.isFailure() && attempt < attempts) {
                call = ended.retry();
                if (call.isPresent()) {
                    attempt++;
                    start();
                    return;
                }
            }
            recording.call(start, simulation.nanoTime(), outcome.isFailure());
        }
    }
}

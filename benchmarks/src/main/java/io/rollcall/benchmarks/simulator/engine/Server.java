package io.rollcall.benchmarks.simulator.engine;

import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A server with workers and one queue, first come, first served. Confined to the simulation's thread. */
public final class Server {
    /** As many workers as there are requests: a server that only waits. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final Simulation simulation;
    private final SplittableRandom random;
    private final ArrayDeque<Consumer<Outcome>> queue = new ArrayDeque<>();
    private final int workers;
    private final ServiceInstance instance;
    private ServiceTime serviceTime;
    private ServiceTime failureTime;
    private double failureShare;
    private int busy;
    private final Timeline received = new Timeline(Duration.ofSeconds(1));

    Server(Simulation simulation, ServiceInstance instance, int workers, ServiceTime serviceTime) {
        this.simulation = simulation;
        this.random = simulation.random();
        this.instance = instance;
        this.workers = workers;
        this.serviceTime = serviceTime;
        this.failureTime = serviceTime;
    }

    /** As it is registered. */
    public ServiceInstance instance() {
        return instance;
    }

    /** Changes how long requests take from now on. */
    public void serviceTime(ServiceTime serviceTime) {
        this.serviceTime = serviceTime;
    }

    /** Lets this share of requests fail from now on, each after {@code failureTime}. */
    public void fail(double share, ServiceTime failureTime) {
        this.failureShare = share;
        this.failureTime = failureTime;
    }

    /** Requests that wait or are worked on. */
    public int load() {
        return queue.size() + busy;
    }

    /** Requests that came in, in each second. */
    public Timeline received() {
        return received;
    }

    /** Accepts a request; {@code response} is called once. */
    public void handle(Consumer<Outcome> response) {
        received.count(simulation.nanoTime());
        if (busy < workers) {
            busy++;
            work(response);
        } else {
            queue.add(response);
        }
    }

    private void work(Consumer<Outcome> response) {
        boolean fails = failureShare > 0 && random.nextDouble() < failureShare;
        long nanos = (fails ? failureTime : serviceTime).nanos(random);
        simulation.after(nanos, () -> {
            Consumer<Outcome> next = queue.poll();
            if (next == null) {
                busy--;
            } else {
                work(next);
            }
            response.accept(fails ? Outcome.SERVER_ERROR : Outcome.SUCCESS);
        });
    }
}

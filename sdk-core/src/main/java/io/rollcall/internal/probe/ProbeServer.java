package io.rollcall.internal.probe;

import com.sun.net.httpserver.HttpServer;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A small HTTP server for the probes of an orchestrator, built on the JDK's, for processes without a web server.
 *
 * <p><b>Concurrency.</b> Two threads handle requests; what does not fit into their short queue is rejected. A request
 * that takes longer than {@link #MAX_EXCHANGE} is aborted, so that slow clients cannot occupy both threads.
 */
public final class ProbeServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration MAX_EXCHANGE = Duration.ofSeconds(2);

    private final ScheduledExecutorService scheduler;
    private final ThreadPoolExecutor threads;
    private final SchedulerPulse pulse;
    private final HttpServer server;

    private ProbeServer(
            HttpServer server,
            ProbeTarget process,
            ScheduledExecutorService scheduler,
            TimeSource time,
            ThreadFactory threadFactory) {
        this.server = server;
        this.scheduler = scheduler;
        this.pulse = new SchedulerPulse(scheduler, time);
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new ArrayBlockingQueue<>(BACKLOG), threadFactory);
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(task -> threads.execute(() -> bounded(task)));
        server.createContext("/", new ProbeRoutes(process, pulse, threads));
    }

    /**
     * Starts the server.
     *
     * @param at where it listens; port 0 for any free port
     * @param scheduler the scheduler that liveness reports on
     * @param threadFactory creates daemon threads
     * @throws UncheckedIOException if it cannot listen there
     */
    public static ProbeServer start(
            InetSocketAddress at,
            ProbeTarget process,
            ScheduledExecutorService scheduler,
            TimeSource time,
            ThreadFactory threadFactory) {
        HttpServer server;
        try {
            server = HttpServer.create(at, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "probes: cannot listen on " + at + " (" + e.getMessage()
                            + "). Next: choose another port, or 0 for any free port.",
                    e);
        }
        ProbeServer probeServer = new ProbeServer(server, process, scheduler, time, threadFactory);
        probeServer.listen();
        return probeServer;
    }

    /** On a daemon thread: the server's own thread inherits that from the thread that starts it. */
    private void listen() {
        try {
            threads.submit(server::start).get();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("probes: interrupted while they started", e);
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException("probes: could not start", e.getCause());
        }
    }

    /** An interrupt closes the connection that the thread uses. */
    private void bounded(Runnable exchange) {
        Thread reader = Thread.currentThread();
        ScheduledFuture<?> limit;
        try {
            limit = scheduler.schedule(reader::interrupt, MAX_EXCHANGE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return;
        }
        try {
            exchange.run();
        } finally {
            limit.cancel(false);
            Thread.interrupted();
        }
    }

    /** The address on which it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops at once, with its threads and connections. */
    @Override
    public void close() {
        pulse.close();
        server.stop(0);
        threads.shutdownNow();
    }
}

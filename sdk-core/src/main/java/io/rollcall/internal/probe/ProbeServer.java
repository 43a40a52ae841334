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
 * A small HTTP server for the probes of containers, for processes that have none. It is built from the JDK's own.
 *
 * <p><b>Concurrency.</b> Two threads read requests and answer; what does not fit into their short queue is refused. A
 * request that takes longer than {@link #MAX_EXCHANGE} is broken off, so that slow clients cannot keep both threads.
 */
public final class ProbeServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration MAX_EXCHANGE = Duration.ofSeconds(2);

    private final ScheduledExecutorService scheduler;
    private final ThreadPoolExecutor threads;
    private final Pulse pulse;
    private final HttpServer server;

    private ProbeServer(
            HttpServer server,
            Probed process,
            ScheduledExecutorService scheduler,
            TimeSource time,
            ThreadFactory threadFactory) {
        this.server = server;
        this.scheduler = scheduler;
        this.pulse = new Pulse(scheduler, time);
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new ArrayBlockingQueue<>(BACKLOG), threadFactory);
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(task -> threads.execute(() -> bounded(task)));
        server.createContext("/", new ProbeRoutes(process, pulse, threads));
    }

    /**
     * Starts it.
     *
     * @param at where it listens; port 0 for any that is free
     * @param scheduler whose life is what liveness means
     * @param threadFactory makes daemons
     * @throws UncheckedIOException if it cannot listen there
     */
    public static ProbeServer start(
            InetSocketAddress at,
            Probed process,
            ScheduledExecutorService scheduler,
            TimeSource time,
            ThreadFactory threadFactory) {
        HttpServer server;
        try {
            server = HttpServer.create(at, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "probes: cannot listen on " + at + " (" + e.getMessage()
                            + "). Next: choose another port, or 0 for any that is free.",
                    e);
        }
        ProbeServer probes = new ProbeServer(server, process, scheduler, time, threadFactory);
        probes.begin();
        return probes;
    }

    /** On a daemon thread: the server's own thread is one if the thread that starts it is. */
    private void begin() {
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

    /** An interrupt closes the connection that the thread reads from or writes to. */
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

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Ends it at once, with its threads and connections. */
    @Override
    public void close() {
        pulse.close();
        server.stop(0);
        threads.shutdownNow();
    }
}

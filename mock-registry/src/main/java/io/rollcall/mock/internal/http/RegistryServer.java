package io.rollcall.mock.internal.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * A running HTTP listener with threads of its own.
 *
 * <p><b>Concurrency.</b> Requests run on the listener's I/O threads. Starting and stopping is for one thread at a time.
 */
public final class RegistryServer {
    private static final Duration THREADS_TIMEOUT = Duration.ofSeconds(5);
    private static final int REQUEST_HEAD_MILLIS = 30_000;
    private static final int IDLE_CONNECTION_MILLIS = 120_000;
    private static final int MAX_HEAD_BYTES = 256 * 1024;
    /** A body that is too large is read up to here, so that its sender receives the response. */
    private static final long MAX_DRAINED_BYTES = 16L * JsonBody.MAX_BYTES;

    private final XnioWorker worker;
    private final Undertow undertow;

    private RegistryServer(XnioWorker worker, Undertow undertow) {
        this.worker = worker;
        this.undertow = undertow;
    }

    /**
     * Starts to listen.
     *
     * @param threadPrefix the prefix of its threads' names
     * @param port 0 for any free one
     * @param maxConnections the most connections at once; further ones wait in the backlog
     * @throws IOException if the port is taken, or the host is unknown or not one of this machine
     */
    public static RegistryServer start(
            String threadPrefix, String host, int port, int ioThreads, int maxConnections, HttpHandler handler)
            throws IOException {
        QuietLogs.apply();
        XnioWorker worker = worker(threadPrefix, ioThreads);
        Undertow undertow = Undertow.builder()
                .setWorker(worker)
                .addHttpListener(port, host)
                // Freeing direct buffers by hand makes newer JDKs print a warning.
                .setDirectBuffers(false)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, maxConnections)
                .setSocketOption(Options.CONNECTION_LOW_WATER, maxConnections)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_DRAINED_BYTES)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD_BYTES)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, 2 * EventRoutes.MAX_SERVICES)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_HEAD_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_CONNECTION_MILLIS)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
                .setHandler(new HttpContinueReadHandler(handler))
                .build();
        RegistryServer server = new RegistryServer(worker, undertow);
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            server.endThreads();
            if (failure.getCause() instanceof IOException cannotListen) {
                throw cannotListen;
            }
            throw failure;
        }
        return server;
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    }

    /** Closes every connection and ends every thread. */
    public void stop() {
        undertow.stop();
        endThreads();
    }

    private void endThreads() {
        worker.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            worker.awaitTermination(THREADS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static XnioWorker worker(String threadPrefix, int ioThreads) throws IOException {
        OptionMap options = OptionMap.builder()
                .set(Options.WORKER_NAME, threadPrefix)
                .set(Options.WORKER_IO_THREADS, ioThreads)
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, 1)
                .set(Options.TCP_NODELAY, true)
                .set(Options.THREAD_DAEMON, true)
                .getMap();
        return Xnio.getInstance(RegistryServer.class.getClassLoader()).createWorker(options);
    }
}

package io.rollcall.mock.internal.http;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A running HTTP listener with threads of its own. It is put together from Undertow's parts, since Undertow's own
 * builder has no place for a {@link ConnectionGate}.
 *
 * <p><b>Concurrency.</b> Requests run on the listener's I/O threads. Starting and stopping is for one thread at a time.
 */
public final class RegistryServer {
    private static final Duration THREADS_TIMEOUT = Duration.ofSeconds(5);
    private static final int IDLE_CONNECTION_MILLIS = 120_000;
    private static final int MAX_HEAD_BYTES = 256 * 1024;
    private static final int BUFFER_BYTES = 16 * 1024 - 20;
    private static final int THREAD_LOCAL_BUFFERS = 4;
    private static final int BACKLOG = 1_000;
    /** A body that is too large is read up to here, so that its sender receives the response. */
    private static final long MAX_DRAINED_BYTES = 16L * JsonBody.MAX_BYTES;

    private final XnioWorker worker;
    private final HttpOpenListener connections;
    private final AcceptingChannel<StreamConnection> listening;

    private RegistryServer(
            XnioWorker worker, HttpOpenListener connections, AcceptingChannel<StreamConnection> listening) {
        this.worker = worker;
        this.connections = connections;
        this.listening = listening;
    }

    /**
     * Where and how to listen.
     *
     * @param threadPrefix the prefix of its threads' names
     * @param port 0 for any free one
     * @param maxConnections the most connections at once; further ones wait in the backlog
     * @param requestTimeout how long the head of a request may take to arrive
     */
    public record Config(
            String threadPrefix, String host, int port, int ioThreads, int maxConnections, Duration requestTimeout) {}

    /**
     * Starts to listen.
     *
     * @param gate decides which connections are served
     * @throws IOException if the port is taken, or the host is unknown or not one of this machine
     */
    public static RegistryServer start(Config config, ConnectionGate gate, HttpHandler handler) throws IOException {
        QuietLogs.apply();
        // Heap buffers: freeing direct ones by hand makes newer JDKs print a warning.
        HttpOpenListener http = new HttpOpenListener(
                new DefaultByteBufferPool(false, BUFFER_BYTES, -1, THREAD_LOCAL_BUFFERS),
                OptionMap.builder()
                        .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                        .set(UndertowOptions.MAX_ENTITY_SIZE, MAX_DRAINED_BYTES)
                        .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD_BYTES)
                        .set(UndertowOptions.MAX_PARAMETERS, 2 * EventRoutes.MAX_SERVICES)
                        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, Math.toIntExact(config.requestTimeout.toMillis()))
                        .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_CONNECTION_MILLIS)
                        .set(UndertowOptions.ALWAYS_SET_DATE, false)
                        .getMap());
        http.setRootHandler(new HttpContinueReadHandler(handler));
        ChannelListener<StreamConnection> opened = connection -> gate.admit(connection, http);
        XnioWorker worker = worker(config.threadPrefix, config.ioThreads);
        try {
            AcceptingChannel<StreamConnection> listening = worker.createStreamConnectionServer(
                    new InetSocketAddress(InetAddress.getByName(config.host), config.port),
                    ChannelListeners.openListenerAdapter(opened),
                    OptionMap.builder()
                            .set(Options.TCP_NODELAY, true)
                            .set(Options.REUSE_ADDRESSES, true)
                            .set(Options.BACKLOG, BACKLOG)
                            .set(Options.CONNECTION_HIGH_WATER, config.maxConnections)
                            .set(Options.CONNECTION_LOW_WATER, config.maxConnections)
                            .getMap());
            listening.resumeAccepts();
            return new RegistryServer(worker, http, listening);
        } catch (IOException | RuntimeException cannotListen) {
            endThreads(worker);
            throw cannotListen;
        }
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return listening.getLocalAddress(InetSocketAddress.class);
    }

    /** Closes every connection and ends every thread. */
    public void stop() {
        listening.suspendAccepts();
        IoUtils.safeClose(listening);
        connections.closeConnections();
        endThreads(worker);
    }

    private static void endThreads(XnioWorker worker) {
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

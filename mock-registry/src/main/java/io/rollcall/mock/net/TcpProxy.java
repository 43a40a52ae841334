package io.rollcall.mock.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on loopback between a client and a server, with the faults of a network on demand: connections break, hang
 * half-open, are refused, or are accepted and never served. Bytes pass unchanged.
 *
 * <pre>{@code
 * try (TcpProxy network = TcpProxy.to(registry.uri())) {
 *     Rollcall rollcall = Rollcall.connect(network.uri());
 *     network.stall();     // nothing gets through, and no connection is closed
 *     network.heal();
 * }
 * }</pre>
 *
 * <p><b>Concurrency.</b> Threadsafe. All sockets are confined to one thread, which executes commands; each method
 * returns when its command has been executed.
 *
 * @since 0.1
 */
public final class TcpProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final InetSocketAddress address;
    private final String path;
    private final Selector selector;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<ProxiedConnection> connections = new ArrayList<>();
    private @Nullable ServerSocketChannel listening;
    /** Held while it refuses connections, so that no other process gets its port. */
    private @Nullable HeldPort held;

    private boolean stalled;
    private boolean closed;
    private volatile boolean ended;

    private TcpProxy(InetSocketAddress target, String path) throws IOException {
        this.target = target;
        this.path = path;
        this.selector = Selector.open();
        this.listening = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.address = (InetSocketAddress) listening.getLocalAddress();
        Thread thread = new Thread(this::run, "rollcall-proxy-" + address.getPort());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A proxy for {@code target} on a free port, without a fault.
     *
     * @throws UncheckedIOException if no socket can be opened
     */
    public static TcpProxy to(InetSocketAddress target) {
        return of(target, "");
    }

    /**
     * A proxy for the server of a URL, which must have a port.
     *
     * @throws UncheckedIOException if no socket can be opened
     */
    public static TcpProxy to(URI url) {
        return of(new InetSocketAddress(url.getHost(), url.getPort()), url.getRawPath());
    }

    private static TcpProxy of(InetSocketAddress target, String path) {
        try {
            return new TcpProxy(target, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return address;
    }

    /** The address as an http URL, with the path of the target's. */
    public URI uri() {
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
    }

    /** The number of open connections. */
    public int connections() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        execute(() -> count.complete(connections.size()));
        return count.join();
    }

    /** Breaks all connections with a reset. New ones are accepted. */
    public void cut() {
        execute(this::breakAll);
    }

    /**
     * Closes the connections over which nothing was sent for {@code idle}, in good order, as servers do that keep idle
     * connections for a while only. New ones are accepted.
     *
     * @return how many were closed
     */
    public int closeIdle(Duration idle) {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        execute(() -> {
            int before = connections.size();
            List.copyOf(connections).forEach(connection -> connection.closeIfIdle(idle.toNanos()));
            closed.complete(before - connections.size());
        });
        return closed.join();
    }

    /**
     * Lets nothing through in either direction, without closing anything: open connections hang, new ones are accepted
     * and never served. What is sent meanwhile arrives after {@link #heal()}.
     */
    public void stall() {
        execute(() -> setStalled(true));
    }

    /**
     * Lets nothing through the open connections, without closing them, as a firewall that has lost their state. New
     * connections work.
     */
    public void strand() {
        execute(() -> List.copyOf(connections).forEach(connection -> connection.setStalled(true)));
    }

    /** Breaks all connections and refuses new ones, as a process that has ended does. */
    public void refuse() {
        execute(() -> {
            breakAll();
            stopListening();
            holdPort();
        });
    }

    /**
     * Ends the present fault.
     *
     * @throws UncheckedIOException if another process has taken its port meanwhile
     */
    public void heal() {
        execute(() -> {
            setStalled(false);
            if (listening == null && !closed) {
                listening = listenAgain();
            }
        });
    }

    /** Breaks all connections and stops. Further commands do nothing. */
    @Override
    public void close() {
        execute(() -> {
            closed = true;
            breakAll();
            stopListening();
            releasePort();
        });
    }

    private void execute(Runnable command) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.add(() -> {
            try {
                command.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (ended) {
            executeCommands();
        } else {
            selector.wakeup();
        }
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void executeCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select();
                Set<SelectionKey> ready = selector.selectedKeys();
                ready.forEach(this::serve);
                ready.clear();
                executeCommands();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy at " + address + " ended.", e);
        } finally {
            // Later commands are executed by their callers and find nothing left to do.
            ended = true;
            executeCommands();
        }
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof ProxiedConnection connection) {
            connection.transfer();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            ServerSocketChannel server = listening;
            SocketChannel client = server == null ? null : server.accept();
            if (client != null) {
                ProxiedConnection connection = new ProxiedConnection(client, target, selector, connections::remove);
                connections.add(connection);
                connection.setStalled(stalled);
            }
        } catch (IOException e) {
            // The client or the server is gone already: there is nothing to connect.
        }
    }

    private void setStalled(boolean stall) {
        stalled = stall;
        List.copyOf(connections).forEach(connection -> connection.setStalled(stall));
    }

    private void breakAll() {
        List.copyOf(connections).forEach(ProxiedConnection::reset);
    }

    private void stopListening() {
        try {
            if (listening != null) {
                listening.close();
                // A closed channel releases its port when its key is dropped, with the next selection.
                selector.selectNow();
            }
            listening = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void holdPort() {
        try {
            if (held == null && !closed) {
                held = HeldPort.at(address);
            }
        } catch (IOException e) {
            throw taken(e);
        }
    }

    private void releasePort() {
        try (HeldPort kept = held) {
            held = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocketChannel listenAgain() {
        releasePort();
        try {
            return listen(address);
        } catch (IOException e) {
            throw taken(e);
        }
    }

    private UncheckedIOException taken(IOException e) {
        return new UncheckedIOException(address + ": taken by another process meanwhile", e);
    }

    private ServerSocketChannel listen(InetSocketAddress where) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(where);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        return server;
    }
}

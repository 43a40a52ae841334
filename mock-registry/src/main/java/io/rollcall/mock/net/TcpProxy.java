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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server on loopback and lets the network between them fail as it is told: connections
 * break, hang half-open, are refused, or are accepted and never answered. Whatever passes is passed unchanged.
 *
 * <pre>{@code
 * try (TcpProxy link = TcpProxy.to(registry.uri())) {
 *     Rollcall rollcall = Rollcall.connect(link.uri());
 *     link.stall();     // nothing gets through, and nobody is told
 *     link.heal();
 * }
 * }</pre>
 *
 * <p><b>Concurrency.</b> Threadsafe. All sockets belong to one thread; orders are handed to it, and each method returns
 * when its order has been carried out.
 */
public final class TcpProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final InetSocketAddress address;
    private final String path;
    private final Selector selector;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final List<ProxiedConnection> links = new ArrayList<>();
    private @Nullable ServerSocketChannel listening;
    /** While it refuses, so that nobody else is given its port. */
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
     * A proxy on a free port before {@code target}, healthy.
     *
     * @throws UncheckedIOException if no socket can be had
     */
    public static TcpProxy to(InetSocketAddress target) {
        return of(target, "");
    }

    /**
     * The same for the server of a URL with a port of its own.
     *
     * @throws UncheckedIOException if no socket can be had
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

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The same as an http URL, with the path of the target's. */
    public URI uri() {
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
    }

    /** How many connections stand. */
    public int connections() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        order(() -> count.complete(links.size()));
        return count.join();
    }

    /** Breaks all connections with a reset. New ones are accepted. */
    public void cut() {
        order(this::breakAll);
    }

    /**
     * Lets nothing through any more, in either direction, and tells nobody: connections that stand are half-open, new
     * ones are accepted and never answered. What is sent meanwhile arrives after {@link #heal()}.
     */
    public void stall() {
        order(() -> stalled(true));
    }

    /**
     * Lets nothing through the connections that stand, and tells nobody, as a firewall that has forgotten them. New
     * ones are healthy.
     */
    public void strand() {
        order(() -> List.copyOf(links).forEach(link -> link.stalled(true)));
    }

    /** Breaks all connections and refuses new ones, as a process that has ended does. */
    public void refuse() {
        order(() -> {
            breakAll();
            stopListening();
            holdPort();
        });
    }

    /**
     * Ends whatever fault was ordered.
     *
     * @throws UncheckedIOException if its port has been taken meanwhile
     */
    public void heal() {
        order(() -> {
            stalled(false);
            if (listening == null && !closed) {
                listening = listenAgain();
            }
        });
    }

    /** Breaks all connections and ends. Whatever is asked after that does nothing. */
    @Override
    public void close() {
        order(() -> {
            closed = true;
            breakAll();
            stopListening();
            releasePort();
        });
    }

    private void order(Runnable order) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        orders.add(() -> {
            try {
                order.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (ended) {
            carryOutOrders();
        } else {
            selector.wakeup();
        }
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void carryOutOrders() {
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
            order.run();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select();
                Set<SelectionKey> ready = selector.selectedKeys();
                ready.forEach(this::serve);
                ready.clear();
                carryOutOrders();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy at " + address + " ended.", e);
        } finally {
            // Orders that come from now on are carried out by who gives them; there is nothing left to do for them.
            ended = true;
            carryOutOrders();
        }
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof ProxiedConnection link) {
            link.move();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            ServerSocketChannel server = listening;
            SocketChannel client = server == null ? null : server.accept();
            if (client != null) {
                ProxiedConnection link = new ProxiedConnection(client, target, selector, links::remove);
                links.add(link);
                link.stalled(stalled);
            }
        } catch (IOException e) {
            // The client or the server is gone already: nothing to connect.
        }
    }

    private void stalled(boolean now) {
        stalled = now;
        List.copyOf(links).forEach(link -> link.stalled(now));
    }

    private void breakAll() {
        List.copyOf(links).forEach(ProxiedConnection::reset);
    }

    private void stopListening() {
        try {
            if (listening != null) {
                listening.close();
                // A closed channel lets go of its port when its key is dropped, at the next selection.
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

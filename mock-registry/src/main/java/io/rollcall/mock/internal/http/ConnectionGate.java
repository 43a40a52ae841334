package io.rollcall.mock.internal.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Bounds connections, so that some clients cannot shut out the others. A connection is <em>serving</em> from when a
 * complete request was received until its response has been sent, and <em>waiting</em> otherwise: it has sent nothing,
 * a part of a request, or is idle between two requests. Only half of the room is for waiting ones; where there is no
 * room for another connection, one that waits, longest first, is closed for it. So honest clients, which send their
 * requests at once, always come through, and what has been opened to do nothing goes first.
 *
 * <p>A client is an IPv4 address or the /64 network of an IPv6 address. The bytes of requests that are not complete are
 * bounded, too.
 *
 * <p><b>Concurrency.</b> All collections are guarded by this object's monitor, which is held for a few instructions and
 * never while a connection is closed. {@code byPeer} is read without it.
 */
public final class ConnectionGate {
    /** Bounds below this protect nobody, and are only used by tests. */
    private static final int MIN_SHARE = 64;
    /** A connection that has sent less of a request than this is not worth closing for its memory. */
    private static final int SMALL = 4 * 1024;

    /** What an idle connection may keep: buffers, its parser, its last exchange. */
    private static final long WAITING_BYTES = 64 * 1024;

    private static final AttachmentKey<Admitted> ADMITTED = AttachmentKey.create(Admitted.class);

    private final int maxPerClient;
    private final int maxWaiting;
    private final long maxUnfinishedBytes;
    private final Map<Object, Client> clients = new HashMap<>();
    private final Set<Admitted> waiting = new LinkedHashSet<>();
    private final Map<InetSocketAddress, Admitted> byPeer = new ConcurrentHashMap<>();
    private long unfinishedBytes;

    /**
     * A gate without connections.
     *
     * @param maxConnections the most connections of the server
     * @param maxPerClient the most connections of one client
     * @param maxUnfinishedBytes the most bytes of requests that are not complete
     */
    public ConnectionGate(int maxConnections, int maxPerClient, long maxUnfinishedBytes) {
        this.maxPerClient = maxPerClient;
        long heapShare = Runtime.getRuntime().maxMemory() / WAITING_BYTES;
        this.maxWaiting = (int) Math.max(Math.min(MIN_SHARE, maxConnections), Math.min(maxConnections / 2, heapShare));
        this.maxUnfinishedBytes = maxUnfinishedBytes;
    }

    /** The default of the most connections of one client: half of all. */
    public static int defaultPerClient(int maxConnections) {
        return Math.min(maxConnections, Math.max(MIN_SHARE, maxConnections / 2));
    }

    /** Lets {@code open} serve a new connection if there is room; otherwise closes it. */
    void admit(StreamConnection connection, org.xnio.ChannelListener<StreamConnection> open) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        if (peer == null) {
            IoUtils.safeClose(connection);
            return;
        }
        Admitted admitted = new Admitted(connection, peer, clientOf(peer.getAddress()));
        if (!add(admitted)) {
            IoUtils.safeClose(connection);
            return;
        }
        connection
                .getSourceChannel()
                .setConduit(new Counting(connection.getSourceChannel().getConduit(), admitted));
        open.handleEvent(connection);
        org.xnio.ChannelListener<? super StreamConnection> closed = connection.getCloseListener();
        connection.setCloseListener(channel -> {
            remove(admitted);
            if (closed != null) {
                closed.handleEvent(channel);
            }
        });
        if (!connection.isOpen()) {
            remove(admitted);
        }
    }

    /** A complete request was received: until its response is sent, the connection is not closed for another one. */
    void serving(HttpServerExchange exchange) {
        Admitted admitted = of(exchange);
        if (admitted != null) {
            synchronized (this) {
                admitted.request = admitted.unfinished;
                finish(admitted);
                waiting.remove(admitted);
                admitted.client.waiting.remove(admitted);
            }
        }
    }

    /** The response was sent. */
    void waiting(HttpServerExchange exchange) {
        Admitted admitted = of(exchange);
        if (admitted != null) {
            synchronized (this) {
                finish(admitted);
                admitted.request = 0;
                if (!admitted.removed) {
                    waiting.add(admitted);
                    admitted.client.waiting.add(admitted);
                }
            }
        }
    }

    /** How many bytes of the present request were received, about. */
    long received(HttpServerExchange exchange) {
        Admitted admitted = of(exchange);
        synchronized (this) {
            return admitted == null ? 0 : Math.max(admitted.request, admitted.unfinished);
        }
    }

    /** How many connections are open. */
    int connections() {
        return byPeer.size();
    }

    private static Object clientOf(InetAddress address) {
        return address instanceof Inet6Address ? ByteBuffer.wrap(Arrays.copyOf(address.getAddress(), 8)) : address;
    }

    private @Nullable Admitted of(HttpServerExchange exchange) {
        ServerConnection connection = exchange.getConnection();
        Admitted known = connection.getAttachment(ADMITTED);
        if (known == null && connection.getPeerAddress() instanceof InetSocketAddress peer) {
            known = byPeer.get(peer);
            if (known != null) {
                connection.putAttachment(ADMITTED, known);
            }
        }
        return known;
    }

    private boolean add(Admitted admitted) {
        Admitted victim = null;
        Admitted other = null;
        synchronized (this) {
            Client client = clients.computeIfAbsent(admitted.key, key -> new Client());
            admitted.client = client;
            if (client.connections >= maxPerClient) {
                victim = first(client.waiting);
                if (victim == null) {
                    return false;
                }
                forget(victim);
            }
            if (waiting.size() >= maxWaiting) {
                other = first(waiting);
                forget(other);
            }
            // The client's last connection may just have been forgotten.
            clients.put(admitted.key, client);
            client.connections++;
            client.waiting.add(admitted);
            waiting.add(admitted);
            byPeer.put(admitted.peer, admitted);
        }
        close(victim);
        close(other);
        return true;
    }

    private static @Nullable Admitted first(Set<Admitted> set) {
        Iterator<Admitted> all = set.iterator();
        return all.hasNext() ? all.next() : null;
    }

    private void received(Admitted admitted, long bytes) {
        Admitted victim = null;
        synchronized (this) {
            if (admitted.removed) {
                return;
            }
            admitted.unfinished += bytes;
            unfinishedBytes += bytes;
            if (unfinishedBytes > maxUnfinishedBytes) {
                victim = waiting.stream()
                        .filter(each -> each.unfinished > SMALL)
                        .findFirst()
                        .orElse(null);
                forget(victim);
            }
        }
        close(victim);
    }

    private synchronized void remove(Admitted admitted) {
        forget(admitted);
    }

    private void forget(@Nullable Admitted admitted) {
        if (admitted == null || admitted.removed) {
            return;
        }
        admitted.removed = true;
        finish(admitted);
        waiting.remove(admitted);
        admitted.client.waiting.remove(admitted);
        byPeer.remove(admitted.peer, admitted);
        if (--admitted.client.connections == 0) {
            clients.remove(admitted.key);
        }
    }

    private void finish(Admitted admitted) {
        unfinishedBytes -= admitted.unfinished;
        admitted.unfinished = 0;
    }

    private static void close(@Nullable Admitted victim) {
        if (victim != null) {
            IoUtils.safeClose(victim.connection);
        }
    }

    private static final class Client {
        private final Set<Admitted> waiting = new LinkedHashSet<>();
        private int connections;
    }

    /** An open connection; all but the first three fields are guarded by the gate. */
    private static final class Admitted {
        private final StreamConnection connection;
        private final InetSocketAddress peer;
        private final Object key;
        private Client client = new Client();
        /** Bytes of the request that is being received, and of the one that is being served. */
        private long unfinished;

        private long request;
        private boolean removed;

        private Admitted(StreamConnection connection, InetSocketAddress peer, Object key) {
            this.connection = connection;
            this.peer = peer;
            this.key = key;
        }
    }

    /** Counts what a connection has sent of its present request. */
    private final class Counting extends AbstractStreamSourceConduit<StreamSourceConduit> {
        private final Admitted admitted;

        private Counting(StreamSourceConduit next, Admitted admitted) {
            super(next);
            this.admitted = admitted;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return counted(next.read(to));
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) throws IOException {
            long read = next.read(to, offset, length);
            counted((int) Math.min(read, Integer.MAX_VALUE));
            return read;
        }

        private int counted(int read) {
            if (read > 0) {
                received(admitted, read);
            }
            return read;
        }
    }
}

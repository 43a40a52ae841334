package io.rollcall.internal.registry.http;

import io.rollcall.internal.address.IpLiteral;
import io.rollcall.time.TimeSource;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Dns;
import okhttp3.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the registry's name no longer resolves to the addresses to which the streams of one watch are connected.
 * A working stream would stay with the old address for as long as anything responds there. The name is looked up every
 * 30 s while the registry responds. The registry has moved when two results in a row lack a connected address: one is
 * not enough, since a name server may return some of many addresses at a time. A look-up that fails changes nothing.
 *
 * <p><b>Concurrency.</b> Threadsafe. One look-up runs at a time, on the executor, because it may block. Only the
 * look-up uses {@code mismatches}.
 */
final class DnsWatch {
    static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final int MISMATCHES_TO_MOVE = 2;
    private static final Logger LOG = LoggerFactory.getLogger(DnsWatch.class);

    private final String host;
    private final Dns dns;
    private final TimeSource time;
    private final Executor executor;
    private final Runnable onMoved;
    private final Set<InetAddress> connectedAddresses = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long lookedUpNanos;
    private volatile int mismatches;

    /** @param onMoved runs each time the name is found to resolve elsewhere */
    DnsWatch(String host, Dns dns, TimeSource time, Executor executor, Runnable onMoved) {
        this.host = host;
        this.dns = dns;
        this.time = time;
        this.executor = executor;
        this.onMoved = onMoved;
        this.lookedUpNanos = time.nanoTime();
    }

    /** A stream is connected. Connections through a proxy, and IP addresses in the URL, involve no name to look up. */
    void connected(Route route) {
        InetAddress address = route.socketAddress().getAddress();
        if (route.proxy().type() == Proxy.Type.DIRECT && address != null && !IpLiteral.hasForm(host)) {
            connectedAddresses.add(address);
        }
    }

    /** To be called with each sign of life of the registry: starts a look-up if one is due. Never blocks. */
    void checkIfDue() {
        long now = time.nanoTime();
        boolean due = !connectedAddresses.isEmpty() && now - lookedUpNanos >= INTERVAL.toNanos();
        if (due && running.compareAndSet(false, true)) {
            lookedUpNanos = now;
            try {
                executor.execute(this::lookUp);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                running.set(false);
                LOG.debug("The registry's client is closed, or no thread is available: {} is not looked up.", host, e);
            }
        }
    }

    private void lookUp() {
        try {
            if (hasMoved()) {
                LOG.info("The registry's name {} resolves to another address: connecting there.", host);
                onMoved.run();
            }
        } finally {
            running.set(false);
        }
    }

    private boolean hasMoved() {
        try {
            List<InetAddress> addresses = dns.lookup(host);
            mismatches = addresses.containsAll(connectedAddresses) ? 0 : mismatches + 1;
        } catch (UnknownHostException e) {
            LOG.debug("The registry's name {} cannot be looked up: its streams stay connected as they are.", host, e);
        }
        boolean moved = mismatches >= MISMATCHES_TO_MOVE;
        mismatches = moved ? 0 : mismatches;
        return moved;
    }
}

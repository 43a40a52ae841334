package io.rollcall.internal.registry.http;

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
 * Whether the registry's name still leads where the streams of one watch are connected. A stream that works would keep
 * to the old address for as long as anything answers there. The name is looked up every 30 s, as long as the registry
 * is heard; twice in a row the answer has to lack an address in use, since of many a name server may tell a few at a
 * time. A look-up that fails says nothing.
 *
 * <p><b>Concurrency.</b> Threadsafe. One look at a time, on a thread of its own: it may block. Only it uses
 * {@code lacking}.
 */
final class DnsWatch {
    static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final int LOOKS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(DnsWatch.class);

    private final String host;
    private final Dns dns;
    private final TimeSource time;
    private final Executor threads;
    private final Runnable moved;
    private final Set<InetAddress> inUse = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long lookedNanos;
    private volatile int lacking;

    /** @param moved runs each time that the name turns out to lead elsewhere */
    DnsWatch(String host, Dns dns, TimeSource time, Executor threads, Runnable moved) {
        this.host = host;
        this.dns = dns;
        this.time = time;
        this.threads = threads;
        this.moved = moved;
        this.lookedNanos = time.nanoTime();
    }

    /** A stream is connected. What a proxy or an address in the URL leads to has no name to look up. */
    void connected(Route route) {
        InetAddress address = route.socketAddress().getAddress();
        if (route.proxy().type() == Proxy.Type.DIRECT && address != null && !isAddress(host)) {
            inUse.add(address);
        }
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    /** The registry was heard. Never blocks. */
    void signOfLife() {
        long now = time.nanoTime();
        boolean due = !inUse.isEmpty() && now - lookedNanos >= INTERVAL.toNanos();
        if (due && looking.compareAndSet(false, true)) {
            lookedNanos = now;
            try {
                threads.execute(this::look);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                looking.set(false);
                LOG.debug(
                        "The registry's client is closed, or there is no thread to have: {} is not looked up.",
                        host,
                        e);
            }
        }
    }

    private void look() {
        try {
            if (isElsewhere()) {
                LOG.info("The registry's name {} leads elsewhere: it is connected to anew.", host);
                moved.run();
            }
        } finally {
            looking.set(false);
        }
    }

    private boolean isElsewhere() {
        try {
            List<InetAddress> answer = dns.lookup(host);
            lacking = answer.containsAll(inUse) ? 0 : lacking + 1;
        } catch (UnknownHostException e) {
            LOG.debug("The registry's name {} cannot be looked up: its streams stay where they are.", host, e);
        }
        boolean elsewhere = lacking >= LOOKS;
        lacking = elsewhere ? 0 : lacking;
        return elsewhere;
    }
}

package io.rollcall.mock.internal.push;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.Snapshot;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;

/**
 * One open event stream. It writes one event at a time, straight from the bytes that all subscribers of a service
 * share; while the client does not read, nothing queues up here: the newest snapshots are looked up when there is room
 * again.
 *
 * <p>Undertow's own event connection copies and encodes each event for each subscriber, and sends no comment with text;
 * this one does without the copies.
 *
 * <p><b>Concurrency.</b> {@link #wake}, {@link #beat} and {@link #end} may be called by any thread and only hand over
 * to the connection's I/O thread, to which everything else is confined.
 */
public final class Subscriber {
    private static final byte[] HELLO = ": rollcall\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEAT = ": beat\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final List<String> services;
    private final EventCursor round;
    private final Function<Snapshot, byte[]> renderer;
    private final RegistryClock clock;
    private final long patience;
    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final XnioIoThread thread;
    private final AtomicBoolean woken = new AtomicBoolean();
    private ByteBuffer @Nullable [] unsent;
    private long lastProgress;
    private boolean ended;
    private Runnable onEnd = () -> {};

    /**
     * A stream over an exchange whose response has not begun. To be made on the exchange's I/O thread.
     *
     * @param services what it subscribes to, each once
     * @param since the last revision that the client has; -1 if it has none
     * @param renderer turns a snapshot into one line of JSON
     * @param patience how long a client may leave everything unread before it is cut
     */
    public Subscriber(
            HttpServerExchange exchange,
            List<String> services,
            long since,
            InstanceStore store,
            Function<Snapshot, byte[]> renderer,
            RegistryClock clock,
            Duration patience) {
        this.services = List.copyOf(services);
        this.round = new EventCursor(store, this.services, since);
        this.renderer = renderer;
        this.clock = clock;
        this.patience = patience.toNanos();
        this.exchange = exchange;
        this.channel = exchange.getResponseChannel();
        this.thread = exchange.getIoThread();
        this.unsent = new ByteBuffer[] {ByteBuffer.wrap(HELLO)};
        this.lastProgress = clock.nanos();
    }

    List<String> services() {
        return services;
    }

    /** Begins to send; the task runs when the stream is over for whatever reason, maybe more than once. */
    void begin(Runnable whenOver) {
        onEnd = whenOver;
        exchange.getConnection().addCloseListener(closed -> whenOver.run());
        exchange.addExchangeCompleteListener((done, next) -> {
            whenOver.run();
            next.proceed();
        });
        wake();
    }

    /** Something may have changed: look, unless that is about to happen already. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            onIoThread(this::pump);
        }
    }

    void beat() {
        onIoThread(() -> {
            if (unsent == null) {
                write(ByteBuffer.wrap(BEAT));
            } else if (clock.nanos() - lastProgress >= patience) {
                cut();
            }
        });
    }

    /** Ends the stream: properly if the client has read everything, by closing the connection otherwise. */
    void end() {
        onIoThread(() -> {
            if (unsent != null) {
                cut();
            } else {
                ended = true;
                exchange.endExchange();
            }
        });
    }

    private void onIoThread(Runnable task) {
        try {
            thread.execute(() -> {
                if (!ended) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException serverIsGone) {
            // The thread has ended and has closed its connections; there is nobody left to write to.
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private void pump() {
        woken.set(false);
        if (unsent != null && !written()) {
            return;
        }
        Snapshot snapshot = round.next();
        if (snapshot != null) {
            write(head(snapshot), ByteBuffer.wrap(snapshot.rendered(renderer)), ByteBuffer.wrap(END_OF_EVENT));
            // One event at a time: others on this thread get their turn in between.
            wake();
        }
    }

    private static ByteBuffer head(Snapshot snapshot) {
        String head = "id: " + snapshot.revision() + "\nevent: snapshot\ndata: ";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(ByteBuffer... parts) {
        unsent = parts;
        lastProgress = clock.nanos();
        written();
    }

    /** Writes what the socket takes; true if nothing is left. Otherwise it goes on when the socket has room. */
    private boolean written() {
        ByteBuffer[] parts = unsent;
        try {
            while (parts != null && Arrays.stream(parts).anyMatch(Buffer::hasRemaining)) {
                if (channel.write(parts) == 0) {
                    return continueWhenWritable();
                }
                lastProgress = clock.nanos();
            }
            if (!channel.flush()) {
                return continueWhenWritable();
            }
            unsent = null;
            return true;
        } catch (IOException clientIsGone) {
            cut();
            return false;
        }
    }

    private boolean continueWhenWritable() {
        channel.getWriteSetter().set(writable -> {
            if (!ended && written()) {
                channel.suspendWrites();
                wake();
            }
        });
        channel.resumeWrites();
        return false;
    }

    private void cut() {
        ended = true;
        unsent = null;
        IoUtils.safeClose(exchange.getConnection());
        onEnd.run();
    }
}

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;

/**
 * One open event stream. It writes one event at a time, directly from the bytes that all subscribers of a service
 * share. While the client does not read, nothing is queued: the newest snapshots are looked up when the socket has room
 * again.
 *
 * <p>Undertow's own event connection copies and encodes each event for each subscriber, and sends no comment with text.
 *
 * <p><b>Concurrency.</b> {@link #wake}, {@link #keepAlive} and {@link #end} may be called by any thread and only pass a
 * task to the connection's I/O thread, to which everything else is confined.
 */
public final class Subscriber {
    private static final byte[] FIRST_COMMENT = ": rollcall\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP_ALIVE = ": beat\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final long RETRY_MILLIS = 100;

    private final List<String> services;
    private final long memory;
    private final EventCursor cursor;
    private final Function<Snapshot, byte[]> renderer;
    private final RegistryClock clock;
    private final long patienceNanos;
    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final XnioIoThread thread;
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private final UnsentBytes unsent;
    /** Set while the socket has no room: a change then costs nothing here. */
    private volatile boolean awaitsRoom;

    private ByteBuffer @Nullable [] pending;
    private volatile UnsentBytes.@Nullable Hold hold;
    private long lastProgress;
    private boolean ended;
    private Runnable onEnd = () -> {};

    /**
     * A stream over an exchange whose response has not begun. To be created on the exchange's I/O thread.
     *
     * @param services the subscription, each service once
     * @param memory what was reserved for it
     * @param since the last revision that the client has; -1 if it has none
     * @param renderer renders a snapshot as one line of JSON
     * @param unsent bounds the memory of events that are not read
     * @param patience how long a client may read nothing before its connection is closed
     */
    public Subscriber(
            HttpServerExchange exchange,
            List<String> services,
            long memory,
            long since,
            InstanceStore store,
            Function<Snapshot, byte[]> renderer,
            UnsentBytes unsent,
            RegistryClock clock,
            Duration patience) {
        this.services = List.copyOf(services);
        this.memory = memory;
        this.cursor = new EventCursor(store, this.services, since);
        this.renderer = renderer;
        this.unsent = unsent;
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
        this.exchange = exchange;
        this.channel = exchange.getResponseChannel();
        this.thread = exchange.getIoThread();
        this.pending = new ByteBuffer[] {ByteBuffer.wrap(FIRST_COMMENT)};
        this.lastProgress = clock.nanos();
    }

    List<String> services() {
        return services;
    }

    long memory() {
        return memory;
    }

    /** Starts to send. The task runs when the stream has ended for whatever reason, possibly more than once. */
    void start(Runnable whenEnded) {
        onEnd = whenEnded;
        exchange.getConnection().addCloseListener(closed -> {
            release();
            whenEnded.run();
        });
        exchange.addExchangeCompleteListener((done, next) -> {
            ended = true;
            release();
            whenEnded.run();
            next.proceed();
        });
        wake();
    }

    /**
     * Sends the next snapshot if there is one. Does nothing if that is scheduled already, or the socket has no room.
     */
    void wake() {
        if (!awaitsRoom && wakePending.compareAndSet(false, true)) {
            onIoThread(this::sendNext);
        }
    }

    void keepAlive() {
        onIoThread(() -> {
            if (pending == null) {
                write(ByteBuffer.wrap(KEEP_ALIVE));
            } else if (clock.nanos() - lastProgress >= patienceNanos) {
                abort();
            }
        });
    }

    /** Ends the stream: in good order if everything was written, by closing the connection otherwise. */
    void end() {
        onIoThread(() -> {
            if (pending != null) {
                abort();
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
        } catch (RejectedExecutionException serverHasStopped) {
            // The I/O thread has ended and has closed its connections.
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private void sendNext() {
        wakePending.set(false);
        if (awaitsRoom || pending != null && !flushed()) {
            return;
        }
        Snapshot snapshot = cursor.next();
        if (snapshot != null) {
            send(snapshot);
        }
    }

    private void send(Snapshot snapshot) {
        byte[] bytes = snapshot.rendered(renderer);
        UnsentBytes.Hold held = unsent.hold(bytes, () -> IoUtils.safeClose(exchange.getConnection()));
        if (held == null) {
            cursor.repeat(snapshot);
            wakeLater();
            return;
        }
        hold = held;
        write(header(snapshot), ByteBuffer.wrap(bytes), ByteBuffer.wrap(END_OF_EVENT));
        // One event at a time, so that the other streams of this thread get their turn.
        wake();
    }

    /** There is no memory for another event while other clients read theirs. */
    private void wakeLater() {
        try {
            thread.executeAfter(this::wake, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException serverHasStopped) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private static ByteBuffer header(Snapshot snapshot) {
        String header = "id: " + snapshot.revision() + "\nevent: snapshot\ndata: ";
        return ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(ByteBuffer... parts) {
        pending = parts;
        lastProgress = clock.nanos();
        flushed();
    }

    /** Writes as much as the socket accepts; true if nothing is left. Otherwise it continues when there is room. */
    private boolean flushed() {
        ByteBuffer[] parts = pending;
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
            pending = null;
            release();
            return true;
        } catch (IOException clientIsGone) {
            abort();
            return false;
        }
    }

    private boolean continueWhenWritable() {
        awaitsRoom = true;
        channel.getWriteSetter().set(writable -> {
            if (!ended && flushed()) {
                channel.suspendWrites();
                awaitsRoom = false;
                wake();
            }
        });
        channel.resumeWrites();
        return false;
    }

    private void abort() {
        ended = true;
        pending = null;
        release();
        IoUtils.safeClose(exchange.getConnection());
        onEnd.run();
    }

    private void release() {
        UnsentBytes.Hold held = hold;
        if (held != null) {
            hold = null;
            held.release();
        }
    }
}

package io.rollcall.internal.http.jdk;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import okio.BufferedSource;

/**
 * Reads a response's body for its subscriber, as much as that requests.
 *
 * <p><em>Concurrency:</em> one thread reads, and waits while nothing is requested; any thread may request or cancel.
 * The demand and the end are guarded by this object's monitor.
 */
final class BodyDelivery implements Flow.Subscription {
    private static final int CHUNK = 16 * 1024;

    private final BufferedSource source;
    private final BodySubscriber<?> subscriber;
    private long demand;
    private boolean ended;
    private boolean invalid;

    BodyDelivery(BufferedSource source, BodySubscriber<?> subscriber) {
        this.source = source;
        this.subscriber = subscriber;
    }

    /** Returns when the body is read, or the subscriber has cancelled. */
    void run() {
        subscriber.onSubscribe(this);
        try {
            deliver();
        } catch (IOException e) {
            subscriber.onError(JdkFailures.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            subscriber.onError(new IOException("The thread that reads the body was interrupted.", e));
        }
    }

    private void deliver() throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        while (awaitDemand()) {
            int read = source.read(chunk);
            if (read < 0) {
                subscriber.onComplete();
                return;
            }
            byte[] bytes = Arrays.copyOf(chunk, read);
            subscriber.onNext(List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
        }
        if (isInvalid()) {
            subscriber.onError(new IllegalArgumentException("request: 0 or less (expected: > 0)"));
        }
    }

    /** @return false if the subscriber has cancelled */
    private synchronized boolean awaitDemand() throws InterruptedException {
        while (demand == 0 && !ended) {
            wait();
        }
        if (demand > 0 && demand < Long.MAX_VALUE) {
            demand--;
        }
        return !ended;
    }

    private synchronized boolean isInvalid() {
        return invalid;
    }

    @Override
    public synchronized void request(long n) {
        if (n <= 0) {
            invalid = true;
            ended = true;
        } else {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        notifyAll();
    }

    @Override
    public synchronized void cancel() {
        ended = true;
        notifyAll();
    }
}

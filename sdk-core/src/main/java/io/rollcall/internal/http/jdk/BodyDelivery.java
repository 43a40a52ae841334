package io.rollcall.internal.http.jdk;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import okio.BufferedSource;

/**
 * Reads a response's body for its subscriber, as much as that asks for.
 *
 * <p><b>Concurrency.</b> One thread reads, and waits while nothing is asked for; any thread may ask or cancel. What was
 * asked and whether it goes on are guarded by this object's monitor.
 */
final class BodyDelivery implements Flow.Subscription {
    private static final int CHUNK = 16 * 1024;

    private final BufferedSource source;
    private final BodySubscriber<?> subscriber;
    private long asked;
    private boolean ended;
    private boolean refused;

    BodyDelivery(BufferedSource source, BodySubscriber<?> subscriber) {
        this.source = source;
        this.subscriber = subscriber;
    }

    /** Returns when the body is read, or nobody wants the rest. */
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
        while (awaitAsked()) {
            int read = source.read(chunk);
            if (read < 0) {
                subscriber.onComplete();
                return;
            }
            byte[] bytes = Arrays.copyOf(chunk, read);
            subscriber.onNext(List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
        }
        if (isRefused()) {
            subscriber.onError(new IllegalArgumentException("request: 0 or less (expected: > 0)"));
        }
    }

    /** @return false if the subscriber wants no more */
    private synchronized boolean awaitAsked() throws InterruptedException {
        while (asked == 0 && !ended) {
            wait();
        }
        if (asked > 0 && asked < Long.MAX_VALUE) {
            asked--;
        }
        return !ended;
    }

    private synchronized boolean isRefused() {
        return refused;
    }

    @Override
    public synchronized void request(long n) {
        if (n <= 0) {
            refused = true;
            ended = true;
        } else {
            asked = asked + n < 0 ? Long.MAX_VALUE : asked + n;
        }
        notifyAll();
    }

    @Override
    public synchronized void cancel() {
        ended = true;
        notifyAll();
    }
}

package io.rollcall.internal.http.jdk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A publisher's bytes as OkHttp sends them: one piece is requested when the one before it is written. */
final class PublishedBody extends RequestBody {
    private static final Set<String> NEEDS_BODY = Set.of("POST", "PUT", "PATCH", "PROPPATCH", "REPORT");
    private static final RequestBody EMPTY = RequestBody.create(new byte[0]);

    private final BodyPublisher publisher;

    private PublishedBody(BodyPublisher publisher) {
        this.publisher = publisher;
    }

    /** The body of {@code request}; an empty one if there is none and its method needs one. */
    static @Nullable RequestBody of(HttpRequest request) {
        BodyPublisher publisher = request.bodyPublisher().orElse(null);
        if (publisher == null || publisher.contentLength() == 0) {
            return NEEDS_BODY.contains(request.method()) ? EMPTY : null;
        }
        return new PublishedBody(publisher);
    }

    /** Null: the type is among the request's headers. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return Math.max(-1, publisher.contentLength());
    }

    /** A publisher of unknown length may read from a stream, which can be read once. */
    @Override
    public boolean isOneShot() {
        return publisher.contentLength() < 0;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        Pieces pieces = new Pieces();
        publisher.subscribe(pieces);
        try {
            pieces.writeTo(sink);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the request's body");
        } finally {
            pieces.cancel();
        }
    }

    /** Passes pieces from the publisher's thread to the one that writes. */
    private static final class Pieces implements Flow.Subscriber<ByteBuffer> {
        private static final Object END = new Object();

        private final LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        private volatile Flow.@Nullable Subscription subscription;

        void writeTo(BufferedSink sink) throws IOException, InterruptedException {
            for (Object piece = queue.take(); piece != END; piece = queue.take()) {
                if (piece instanceof IOException failure) {
                    throw failure;
                }
                if (piece instanceof Throwable failure) {
                    throw new IOException("The publisher of the request's body failed.", failure);
                }
                if (piece instanceof ByteBuffer bytes) {
                    writeAll(bytes, sink);
                }
                subscribed().request(1);
            }
        }

        private Flow.Subscription subscribed() {
            return Objects.requireNonNull(subscription, "a publisher must call onSubscribe first");
        }

        private static void writeAll(ByteBuffer bytes, BufferedSink sink) throws IOException {
            while (bytes.hasRemaining()) {
                sink.write(bytes);
            }
        }

        void cancel() {
            Flow.Subscription ended = subscription;
            if (ended != null) {
                ended.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription made) {
            subscription = made;
            made.request(1);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            queue.add(piece);
        }

        @Override
        public void onError(Throwable failure) {
            queue.add(failure);
        }

        @Override
        public void onComplete() {
            queue.add(END);
        }
    }
}

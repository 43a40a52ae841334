package io.rollcall.internal.registry.http;

import io.rollcall.registry.support.UnreadableException;
import java.io.IOException;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ByteString;
import okio.ForwardingSource;
import okio.Okio;

/**
 * Meters event streams, because their reader reports neither comments nor sizes: notifies the listener of all received
 * data, and fails a stream if a single event exceeds the size limit. The number of events is unlimited. Immutable.
 */
final class StreamMeter implements Interceptor {
    private static final long MAX_EVENT = 32 << 20;
    private static final List<ByteString> EVENT_ENDS =
            List.of(ByteString.encodeUtf8("\n\n"), ByteString.encodeUtf8("\r\n\r\n"));

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        StreamListener listener = chain.request().tag(StreamListener.class);
        if (listener == null || !response.isSuccessful()) {
            return response;
        }
        ResponseBody body = response.body();
        return response.newBuilder()
                .body(ResponseBody.create(
                        Okio.buffer(new Metered(body, listener)), body.contentType(), body.contentLength()))
                .build();
    }

    /** Read by one thread. */
    private static final class Metered extends ForwardingSource {
        private final StreamListener listener;
        private long sinceBlankLine;

        Metered(ResponseBody body, StreamListener listener) {
            super(body.source());
            this.listener = listener;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long count = super.read(sink, byteCount);
            if (count > 0) {
                listener.signOfLife();
                sinceBlankLine = containsEventEnd(sink, count) ? 0 : sinceBlankLine + count;
                if (sinceBlankLine > MAX_EVENT) {
                    throw new UnreadableException("an event is larger than " + MAX_EVENT + " bytes");
                }
            }
            return count;
        }

        /** Whether an event ends in the last {@code count} bytes, including an end mark that began before them. */
        private static boolean containsEventEnd(Buffer sink, long count) throws IOException {
            for (ByteString end : EVENT_ENDS) {
                if (sink.indexOf(end, Math.max(0, sink.size() - count - end.size() + 1)) >= 0) {
                    return true;
                }
            }
            return false;
        }
    }
}

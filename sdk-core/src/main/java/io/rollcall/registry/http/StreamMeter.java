package io.rollcall.registry.http;

import io.rollcall.registry.json.UnreadableException;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/**
 * Stands between an event stream and its reader, which shows neither comments nor sizes: tells the listener of every
 * byte that comes, and breaks a stream whose single event outgrows all bounds. Immutable.
 */
final class StreamMeter implements Interceptor {
    private static final long MAX_EVENT = 32 << 20;

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
                boolean eventEnds = sink.size() >= 2
                        && sink.getByte(sink.size() - 1) == '\n'
                        && sink.getByte(sink.size() - 2) == '\n';
                sinceBlankLine = eventEnds ? 0 : sinceBlankLine + count;
                if (sinceBlankLine > MAX_EVENT) {
                    throw new UnreadableException("an event is larger than " + MAX_EVENT + " bytes");
                }
            }
            return count;
        }
    }
}

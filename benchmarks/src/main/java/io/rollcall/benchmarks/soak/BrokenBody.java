package io.rollcall.benchmarks.soak;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A request body that fails while it is written, as one does that is read from a file which is gone. */
final class BrokenBody extends RequestBody {

    /** Its failure. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;

        private Failure() {
            super("the body cannot be read");
        }
    }

    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.writeUtf8("begun");
        throw new Failure();
    }
}

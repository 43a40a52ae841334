package io.rollcall.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.Set;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Whether a request may be sent once more.
 *
 * <p>Any request may, if the instance cannot have seen it: the connection was refused or timed out, or broke before the
 * request's head was written. So may one that the instance refused to begin with (HTTP/2's {@code REFUSED_STREAM},
 * which also stands for requests sent while the instance said {@code GOAWAY}), if its body can be written again.
 *
 * <p>After everything else only a request whose method is idempotent, or that has the header {@code Idempotency-Key},
 * and whose body can be written again.
 */
final class Repeatability {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");
    private static final String KEY = "Idempotency-Key";

    private Repeatability() {}

    /** Whether it does no harm if an instance serves it twice, or two do. */
    static boolean isRepeatable(Request request) {
        return (IDEMPOTENT.contains(request.method()) || request.header(KEY) != null) && canBeWrittenAgain(request);
    }

    /** Whether another attempt may follow {@code failed}, which ended with {@code e}. */
    static boolean mayFollow(Attempt failed, IOException e, CallContext scope) {
        if (OkHttpFailures.isInterrupted(e)) {
            return false;
        }
        if (!failed.sent()) {
            return true;
        }
        if (OkHttpFailures.isRefusedStream(e)) {
            return canBeWrittenAgain(scope.request());
        }
        boolean reason = OkHttpFailures.isTimeout(e) ? scope.policy().retry().onTimeout() : broke(e);
        return reason && isRepeatable(scope.request());
    }

    private static boolean broke(IOException e) {
        return !(e instanceof InterruptedIOException || e instanceof ProtocolException);
    }

    private static boolean canBeWrittenAgain(Request request) {
        RequestBody body = request.body();
        return body == null || !(body.isOneShot() || body.isDuplex());
    }
}

package io.rollcall.internal.http.jdk;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** OkHttp's failures as the exceptions of the JDK's client. */
final class JdkFailures {
    private JdkFailures() {}

    static IOException of(IOException failure) {
        if (!(failure instanceof SocketTimeoutException)) {
            return failure;
        }
        HttpTimeoutException timeout = new HttpTimeoutException(String.valueOf(failure.getMessage()));
        timeout.initCause(failure);
        return timeout;
    }

    static HttpTimeoutException timedOut(Duration timeout) {
        return new HttpTimeoutException("timeout: no response within " + timeout);
    }

    /** The cause of a failed call, as {@code send} throws it. */
    static IOException toThrow(@Nullable Throwable cause) {
        if (cause instanceof IOException failure) {
            return failure;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        return new IOException(cause);
    }
}

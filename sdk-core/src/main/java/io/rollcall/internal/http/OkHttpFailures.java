package io.rollcall.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * Classifies OkHttp's exceptions. Two of them have texts only: the type for a refused stream is in a package that is
 * not exported, and for a call out of time there is none.
 */
final class OkHttpFailures {
    private static final String STREAM_RESET = "stream was reset: ";

    /** OkHttp's text for the streams of an HTTP/2 connection that the other side ends without a reason. */
    private static final String ENDED_CONNECTION = STREAM_RESET + "CANCEL";

    private OkHttpFailures() {}

    /** Connecting, or a single read or write, took too long. */
    static boolean isTimeout(IOException e) {
        return e instanceof SocketTimeoutException;
    }

    /** The caller's thread was interrupted, or OkHttp's bound of the whole call was reached. */
    static boolean isInterrupted(IOException e) {
        return e instanceof InterruptedIOException ? !isTimeout(e) : isClosedByInterrupt(e);
    }

    /** The socket of an interrupted virtual thread is closed under it. */
    private static boolean isClosedByInterrupt(IOException e) {
        return e instanceof SocketException && Thread.currentThread().isInterrupted();
    }

    /** OkHttp's bound of the whole call was reached. */
    static boolean isOutOfTime(IOException e) {
        return isInterrupted(e) && "timeout".equals(e.getMessage());
    }

    /** The instance has not begun to serve the request. */
    static boolean isRefusedStream(IOException e) {
        return (STREAM_RESET + "REFUSED_STREAM").equals(e.getMessage());
    }

    /** Perhaps the other side has only closed an idle connection. */
    static boolean isLostConnection(IOException e) {
        boolean otherReset = String.valueOf(e.getMessage()).startsWith(STREAM_RESET)
                && !isRefusedStream(e)
                && !ENDED_CONNECTION.equals(e.getMessage());
        return !(e instanceof InterruptedIOException || e instanceof ProtocolException || otherReset);
    }
}

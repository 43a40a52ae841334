package io.rollcall.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * For servers: counts the requests in progress, to report them to callers in the response header {@value #HEADER}. Use
 * it when the callers' strategy compares loads (least-request, peak-EWMA) and the service has many callers: each of
 * them then knows the load from all, not only its own; after Prequal (Wydrowski et al., 2024).
 *
 * <p>A filter of the server calls {@link #begin()} before it writes the response's headers and {@link #end()} when the
 * request is complete:
 *
 * <pre>{@code
 * response.setHeader(RequestsInFlight.HEADER, inFlight.begin());
 * try { chain.doFilter(request, response); } finally { inFlight.end(); }
 * }</pre>
 *
 * <p>Threadsafe.
 *
 * @since 0.1
 */
public final class RequestsInFlight {
    /** The response header that carries the count: a whole number from 0 on. */
    public static final String HEADER = "X-Rollcall-Load";

    private final AtomicInteger count = new AtomicInteger();

    /** Starts at 0. */
    public RequestsInFlight() {}

    /** Counts a request that begins; returns the header's value, the requests in progress besides this one. */
    public String begin() {
        return Integer.toString(count.getAndIncrement());
    }

    /** Counts the end of a request that began. */
    public void end() {
        count.decrementAndGet();
    }
}

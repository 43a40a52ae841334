package io.rollcall.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * For servers: counts the requests that are being served, to be told to callers in the response header
 * {@value #HEADER}. Callers whose strategy goes by load (least-request, peak-EWMA) then know what all callers send, not
 * only what they send themselves; after Prequal (Wydrowski et al., 2024).
 *
 * <p>A filter of whatever server calls {@link #begin()} before it writes the response's headers and {@link #end()} when
 * the request is done:
 *
 * <pre>{@code
 * response.setHeader(RequestsInFlight.HEADER, inFlight.begin());
 * try { chain.doFilter(request, response); } finally { inFlight.end(); }
 * }</pre>
 *
 * <p>Threadsafe.
 */
public final class RequestsInFlight {
    /** The response header that carries the count: a whole number from 0 on. */
    public static final String HEADER = "X-Rollcall-Load";

    private final AtomicInteger count = new AtomicInteger();

    /** Nothing in flight yet. */
    public RequestsInFlight() {}

    /** A request begins; returns the header's value: the requests in flight besides this one. */
    public String begin() {
        return Integer.toString(count.getAndIncrement());
    }

    /** A request that began has ended. */
    public void end() {
        count.decrementAndGet();
    }
}

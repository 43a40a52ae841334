package io.rollcall.spring.load;

import io.rollcall.http.RequestsInFlight;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts the requests in flight and reports the number to callers in the response header
 * {@value io.rollcall.http.RequestsInFlight#HEADER}. An asynchronous request counts until it completes.
 *
 * <p>Threadsafe.
 */
final class RequestsInFlightFilter extends OncePerRequestFilter {
    private final RequestsInFlight inFlight = new RequestsInFlight();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(RequestsInFlight.HEADER, inFlight.begin());
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new EndListener());
            } else {
                inFlight.end();
            }
        }
    }

    /** The container calls onComplete exactly once, also after an error or a timeout. */
    private final class EndListener implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            inFlight.end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}

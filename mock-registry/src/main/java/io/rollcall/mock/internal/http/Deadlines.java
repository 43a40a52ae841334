package io.rollcall.mock.internal.http;

import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Bounds the time in which a client sends the body of a request and reads a response. A client that is too slow loses
 * its connection. Immutable.
 */
final class Deadlines {
    /** A response has to be read at this rate on average of one timeout. */
    static final int BYTES_PER_SECOND = 64 * 1024;

    private final long millis;

    Deadlines(Duration timeout) {
        this.millis = timeout.toMillis();
    }

    /**
     * To be called when the head of a request was received: its body has to arrive within the timeout.
     *
     * @param whenLate responds and closes the connection
     */
    void awaitBody(HttpServerExchange exchange, Runnable whenLate) {
        new Timer(exchange).start(() -> {
            if (!exchange.isRequestComplete() && !exchange.isResponseStarted()) {
                whenLate.run();
            }
        });
    }

    /** To be called before a response is sent. */
    void awaitResponse(HttpServerExchange exchange) {
        new Timer(exchange).awaitProgress(exchange.getResponseBytesSent());
    }

    /** Runs once after the timeout, on the exchange's I/O thread, unless the exchange is complete by then. */
    private final class Timer {
        private final HttpServerExchange exchange;
        private XnioExecutor.@Nullable Key key;

        private Timer(HttpServerExchange exchange) {
            this.exchange = exchange;
            exchange.addExchangeCompleteListener((done, next) -> {
                if (key != null) {
                    key.remove();
                }
                next.proceed();
            });
        }

        private void start(Runnable whenLate) {
            try {
                key = exchange.getIoThread()
                        .executeAfter(
                                () -> {
                                    if (!exchange.isComplete()) {
                                        whenLate.run();
                                    }
                                },
                                millis,
                                TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException serverHasStopped) {
                IoUtils.safeClose(exchange.getConnection());
            }
        }

        private void awaitProgress(long sentBefore) {
            start(() -> {
                long sent = exchange.getResponseBytesSent();
                if (sent - sentBefore < BYTES_PER_SECOND * millis / 1_000) {
                    IoUtils.safeClose(exchange.getConnection());
                } else {
                    awaitProgress(sent);
                }
            });
        }
    }
}

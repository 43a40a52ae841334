package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.RefusedException;
import io.undertow.server.HttpServerExchange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.xnio.IoUtils;

/** Responds with a problem to whatever a handler throws. Immutable. */
final class ErrorHandler {
    private static final Logger LOG = System.getLogger(ErrorHandler.class.getName());

    private final Responder responder;

    ErrorHandler(Responder responder) {
        this.responder = responder;
    }

    /** A step of handling a request. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    void run(HttpServerExchange exchange, Step step) {
        try {
            step.run();
        } catch (ProblemException expected) {
            if (expected.isClosing()) {
                responder.problemAndClose(exchange, expected.problem());
            } else {
                responder.problem(exchange, expected.problem());
            }
        } catch (RefusedException refused) {
            responder.problem(exchange, ProblemDetail.of(refused));
        } catch (Throwable failure) {
            failed(exchange, failure);
        }
    }

    /** Whatever it is, it ends this request only: the I/O thread serves others. */
    private void failed(HttpServerExchange exchange, Throwable failure) {
        try {
            LOG.log(Level.ERROR, exchange.getRequestMethod() + " " + exchange.getRequestPath() + " failed", failure);
            responder.problem(
                    exchange,
                    ProblemDetail.of(
                            ProblemDetail.Kind.INTERNAL_ERROR,
                            "The registry failed: " + failure.getClass().getSimpleName(),
                            "See the registry's log."));
        } catch (Throwable again) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}

package io.rollcall.mock.internal.http;

/** Carries a problem to the error handler. It has no stack trace: the client is at fault, not the registry. */
final class ProblemException extends RuntimeException {
    private final transient ProblemDetail problem;
    private final boolean closing;

    ProblemException(ProblemDetail problem) {
        this(problem, false);
    }

    private ProblemException(ProblemDetail problem, boolean closing) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.closing = closing;
    }

    /** A problem after which nothing more can be read from the connection. */
    static ProblemException closing(ProblemDetail problem) {
        return new ProblemException(problem, true);
    }

    ProblemDetail problem() {
        return problem;
    }

    boolean isClosing() {
        return closing;
    }
}

package io.rollcall.mock.internal.http;

/** Carries a problem to the error handler. It has no stack trace: the client is at fault, not the registry. */
final class ProblemException extends RuntimeException {
    private final transient ProblemDetail problem;

    ProblemException(ProblemDetail problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    ProblemDetail problem() {
        return problem;
    }
}

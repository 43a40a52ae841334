package io.rollcall.mock.internal.http;

/** Carries a problem to where it is answered. Has no stack trace: it is an answer, not a fault of the registry. */
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

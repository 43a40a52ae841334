package io.rollcall.mock.http;

/** Carries a problem to where it is answered. Has no stack trace: it is an answer, not a fault of the registry. */
final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}

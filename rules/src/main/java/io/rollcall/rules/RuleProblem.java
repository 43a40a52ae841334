package io.rollcall.rules;

/**
 * One thing that is wrong with a document.
 *
 * @param source the document's name, most often its file
 * @param line where, counted from 1; 0 for the document as a whole
 * @param column where, counted from 1; 0 for the document as a whole
 * @param path the value, such as {@code services.user-service.routes[1].split[0].weight}; may be empty
 * @param message the value, the rule that it breaks, and what to do
 */
public record RuleProblem(String source, int line, int column, String path, String message) {

    /**
     * In one line, as compilers write: {@code rules.yaml:12:21: services.user-service.retry.attempts: 0 (expected: …)}.
     */
    @Override
    public String toString() {
        String place = line == 0 ? source : source + ":" + line + ":" + column;
        return path.isEmpty() ? place + ": " + message : place + ": " + path + ": " + message;
    }
}

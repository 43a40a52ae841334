package io.rollcall.rules;

import io.rollcall.model.RollcallException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A document was refused. The message lists all of its problems, in the order of the text.
 *
 * @since 0.1
 */
public final class RuleException extends RollcallException {
    private static final long serialVersionUID = 1;

    private final transient List<RuleProblem> problems;

    RuleException(List<RuleProblem> problems, int more) {
        super(text(problems, more));
        this.problems = List.copyOf(problems);
    }

    RuleException(RuleProblem problem, @Nullable Throwable cause) {
        super(text(List.of(problem), 0), cause);
        this.problems = List.of(problem);
    }

    /** The problems: at least one, at most a hundred. Unmodifiable. Empty after deserialization. */
    public List<RuleProblem> problems() {
        return problems == null ? List.of() : problems;
    }

    private static String text(List<RuleProblem> problems, int more) {
        int count = problems.size() + more;
        String head = count == 1 ? "" : count + " problems, no rule was accepted:\n";
        String tail = more == 0 ? "" : "\nand " + more + " more";
        return head + problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n")) + tail;
    }
}

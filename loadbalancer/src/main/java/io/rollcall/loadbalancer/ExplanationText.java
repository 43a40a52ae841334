package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Explanation.Figure;
import io.rollcall.loadbalancer.Explanation.LeftOut;
import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An explanation as a page of text. */
final class ExplanationText {
    private static final int MOST_NAMED = 3;

    private ExplanationText() {}

    static String of(Explanation why) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %d instance%s at revision %d (%s, %.1f s old)%n",
                why.service(),
                why.instances(),
                why.instances() == 1 ? "" : "s",
                why.revision(),
                why.source(),
                why.age().toMillis() / 1e3));
        for (Stage stage : why.stages()) {
            text.append(String.format(
                            Locale.ROOT,
                            "  %-50s %3d → %d   %s",
                            stage.name(),
                            stage.in(),
                            stage.out(),
                            leftOut(stage.leftOut()))
                    .stripTrailing());
            text.append(System.lineSeparator());
        }
        if (!why.candidates().isEmpty()) {
            text.append("  ").append(why.strategy()).append(": ").append(figures(why.candidates()));
            text.append(System.lineSeparator());
        }
        return text.append("→ ").append(choice(why)).toString();
    }

    private static String choice(Explanation why) {
        ServiceInstance choice = why.choice();
        return choice == null ? "no instance" : choice.id() + " " + choice.authority();
    }

    private static String figures(List<Figure> candidates) {
        String named = candidates.stream()
                .limit(MOST_NAMED)
                .map(f -> f.instance() + " (weight " + trimmed(f.weight()) + ", " + f.figures() + ")")
                .collect(Collectors.joining(", "));
        int more = candidates.size() - MOST_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String leftOut(List<LeftOut> leftOut) {
        return leftOut.isEmpty() ? "" : "left out: " + reasons(leftOut);
    }

    /** At most a few names for each reason, else their number. */
    static String reasons(List<LeftOut> leftOut) {
        Map<String, List<String>> byReason = leftOut.stream()
                .collect(Collectors.groupingBy(
                        LeftOut::reason, TreeMap::new, Collectors.mapping(LeftOut::instance, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(e -> (e.getValue().size() <= MOST_NAMED
                                ? String.join(", ", e.getValue()) + " "
                                : e.getValue().size() + " × ")
                        + e.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String trimmed(double weight) {
        return weight == Math.rint(weight) ? Long.toString((long) weight) : String.format(Locale.ROOT, "%.1f", weight);
    }
}

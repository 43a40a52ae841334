package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Explanation.Figure;
import io.rollcall.loadbalancer.Explanation.LeftOut;
import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.model.ServiceInstance;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as one JSON object (RFC 8259): few fields of known types, so that no JSON library is needed for it.
 */
final class ExplanationJson {
    private ExplanationJson() {}

    static String of(Explanation why) {
        return "{" + field("service", why.service())
                + ",\"revision\":" + why.revision() + ","
                + field("source", why.source())
                + ",\"ageMillis\":" + why.age().toMillis()
                + ",\"instances\":" + why.instances()
                + ",\"stages\":" + array(why.stages(), ExplanationJson::stage) + ","
                + field("strategy", why.strategy())
                + ",\"candidates\":" + array(why.candidates(), ExplanationJson::figure)
                + ",\"choice\":" + choice(why.choice()) + "}";
    }

    private static String stage(Stage stage) {
        return "{" + field("name", stage.name())
                + ",\"in\":" + stage.in()
                + ",\"out\":" + stage.out()
                + ",\"leftOut\":" + array(stage.leftOut(), ExplanationJson::leftOut) + "}";
    }

    private static String leftOut(LeftOut left) {
        return "{" + field("instance", left.instance()) + "," + field("reason", left.reason()) + "}";
    }

    private static String figure(Figure figure) {
        return "{" + field("instance", figure.instance())
                + ",\"weight\":" + figure.weight() + ","
                + field("figures", figure.figures()) + "}";
    }

    private static String choice(@Nullable ServiceInstance choice) {
        return choice == null
                ? "null"
                : "{" + field("instance", choice.id()) + "," + field("address", choice.authority()) + "}";
    }

    private static <T> String array(Collection<T> items, Function<T, String> json) {
        return items.stream().map(json).collect(Collectors.joining(",", "[", "]"));
    }

    private static String field(String name, String value) {
        return string(name) + ":" + string(value);
    }

    private static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

package io.rollcall.rules;

import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.RequestMatch.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads which requests a route matches: a mapping of attributes, which must all match, or a list of such mappings, of
 * which one must.
 */
final class MatchReader {
    private static final int MAX_CONDITIONS = 50;
    private static final int MAX_REGEX = 512;

    private MatchReader() {}

    static void read(Value value, Consumer<RequestMatch> taker) {
        Conditions any = new Conditions();
        value.oneOrMore(MAX_CONDITIONS, each -> all(each, any::or));
        any.to(taker);
    }

    private static void all(Value value, Consumer<RequestMatch> taker) {
        Conditions all = new Conditions();
        value.entries(
                MAX_CONDITIONS,
                (name, test) -> test.take(() -> {
                    Attribute attribute = AttributeName.attribute(name);
                    one(attribute, test, all::and);
                }));
        all.to(taker);
    }

    private static void one(Attribute attribute, Value test, Consumer<RequestMatch> taker) {
        if (test.isList()) {
            taker.accept(attribute.in(texts(test)));
        } else if (test.isMapping()) {
            tests(attribute, test, taker);
        } else {
            test.textOrEmpty(
                    "a text, a list of texts, or a mapping of is, prefix, regex, in, notIn, present or absent",
                    text -> taker.accept(attribute.is(text)));
        }
    }

    private static void tests(Attribute attribute, Value test, Consumer<RequestMatch> taker) {
        if (test.isEmptyMapping()) {
            test.expected("one of is, prefix, regex, in, notIn, present, absent");
        }
        test.fields(fields -> fields.read("is", v -> v.textOrEmpty(text -> taker.accept(attribute.is(text))))
                .read("prefix", v -> v.text(text -> taker.accept(attribute.prefix(text))))
                .read("regex", v -> regex(v, pattern -> taker.accept(attribute.regex(pattern))))
                .read("in", v -> taker.accept(attribute.in(texts(v))))
                .read("notIn", v -> taker.accept(attribute.notIn(texts(v))))
                .read("present", v -> onlyTrue(v, () -> taker.accept(attribute.present())))
                .read("absent", v -> onlyTrue(v, () -> taker.accept(attribute.absent()))));
    }

    /** A regular expression that can be compiled. */
    static void regex(Value value, Consumer<String> taker) {
        value.text("a regular expression", pattern -> {
            if (pattern.length() > MAX_REGEX) {
                value.expected("a regular expression of at most " + MAX_REGEX + " characters");
                return;
            }
            try {
                Pattern.compile(pattern);
                taker.accept(pattern);
            } catch (PatternSyntaxException e) {
                value.expected("a regular expression of Java; " + e.getDescription() + " near index " + e.getIndex());
            }
        });
    }

    static String[] texts(Value list) {
        List<String> texts = new ArrayList<>();
        list.items(
                1_000,
                item -> item.textOrEmpty(text -> {
                    if (texts.contains(text)) {
                        item.expected("each text once");
                    } else {
                        texts.add(text);
                    }
                }));
        return texts.toArray(String[]::new);
    }

    static void onlyTrue(Value value, Runnable then) {
        value.flag(flag -> {
            if (flag) {
                then.run();
            } else {
                value.expected("true, or nothing at all");
            }
        });
    }

    /** Conditions that become one. */
    static final class Conditions {
        private @Nullable RequestMatch so;

        void and(RequestMatch more) {
            add(more, before -> before.and(more));
        }

        void or(RequestMatch more) {
            add(more, before -> before.or(more));
        }

        /** All of them as one, or null if there is none. */
        @Nullable
        RequestMatch get() {
            return so;
        }

        void to(Consumer<RequestMatch> taker) {
            if (so != null) {
                taker.accept(so);
            }
        }

        private void add(RequestMatch first, UnaryOperator<RequestMatch> further) {
            so = so == null ? first : further.apply(so);
        }
    }
}

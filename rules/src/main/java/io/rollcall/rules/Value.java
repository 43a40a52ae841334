package io.rollcall.rules;

import io.rollcall.rules.Tree.Mapping;
import io.rollcall.rules.Tree.Scalar;
import io.rollcall.rules.Tree.Sequence;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value of a document with its path, read as a type. A value of another type becomes a problem, and the taker is
 * not called; so does a value that the taker refuses with an {@link IllegalArgumentException}. Not threadsafe.
 */
final class Value {
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,9}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,9}(\\.\\d{1,15})?");
    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?%");

    private final Tree tree;
    private final String path;
    private final Problems problems;

    Value(Tree tree, String path, Problems problems) {
        this.tree = tree;
        this.path = path;
        this.problems = problems;
    }

    String path() {
        return path;
    }

    /** The same value by another path. */
    Value at(String otherPath) {
        return new Value(tree, otherPath, problems);
    }

    Tree.Place place() {
        return tree.place();
    }

    Problems problems() {
        return problems;
    }

    boolean isText() {
        return tree instanceof Scalar scalar && !scalar.isNothing();
    }

    boolean isText(String text) {
        return tree instanceof Scalar scalar && scalar.text().equals(text);
    }

    boolean isList() {
        return tree instanceof Sequence;
    }

    boolean isEmptyList() {
        return tree instanceof Sequence sequence && sequence.items().isEmpty();
    }

    /** How many items a list has. */
    int size() {
        return tree instanceof Sequence sequence ? sequence.items().size() : 0;
    }

    boolean isMapping() {
        return tree instanceof Mapping;
    }

    boolean isEmptyMapping() {
        return tree instanceof Mapping mapping && mapping.entries().isEmpty();
    }

    /** Any text that is not empty, as it was written: {@code 1.10} stays {@code 1.10}. */
    void text(Consumer<String> taker) {
        text("a text", taker);
    }

    void text(String rule, Consumer<String> taker) {
        if (tree instanceof Scalar scalar
                && !scalar.isNothing()
                && !scalar.text().isEmpty()) {
            take(() -> taker.accept(scalar.text()));
        } else {
            expected(rule);
        }
    }

    /** Any text, as it was written; it may be empty, such as a query parameter without a value. */
    void textOrEmpty(Consumer<String> taker) {
        textOrEmpty("a text", taker);
    }

    void textOrEmpty(String rule, Consumer<String> taker) {
        if (tree instanceof Scalar scalar && scalar.text().isEmpty() && !scalar.isNothing()) {
            take(() -> taker.accept(""));
        } else {
            text(rule, taker);
        }
    }

    void integer(int least, int most, IntConsumer taker) {
        String text = plain(INTEGER);
        int value = text == null ? 0 : Integer.parseInt(text);
        if (text == null || value < least || value > most) {
            expected("an integer from " + least + " to " + most);
        } else {
            take(() -> taker.accept(value));
        }
    }

    void number(DoubleConsumer taker) {
        String text = plain(NUMBER);
        if (text == null) {
            expected("a number");
        } else {
            take(() -> taker.accept(Double.parseDouble(text)));
        }
    }

    /** A share of 1: {@code 0.1}, or {@code 10%}. */
    void share(DoubleConsumer taker) {
        String number = plain(NUMBER);
        String percent = percent();
        double value = number != null
                ? Double.parseDouble(number)
                : percent != null ? Double.parseDouble(percent.replace("%", "")) / 100 : -1;
        if (value < 0 || value > 1) {
            expected("a share such as 0.1 or 10%, from 0 to 1");
        } else {
            take(() -> taker.accept(value));
        }
    }

    void flag(Consumer<Boolean> taker) {
        if (tree instanceof Scalar scalar && scalar.plain() && (isText("true") || isText("false"))) {
            take(() -> taker.accept(Boolean.valueOf(scalar.text())));
        } else {
            expected("true or false");
        }
    }

    void duration(Consumer<Duration> taker) {
        Duration value =
                tree instanceof Scalar scalar ? Durations.parse(scalar.text()).orElse(null) : null;
        if (value == null) {
            expected(Durations.RULE);
        } else {
            take(() -> taker.accept(value));
        }
    }

    /** From 1 to {@code most} items, each read by {@code reader}. */
    void items(int most, Consumer<Value> reader) {
        if (!(tree instanceof Sequence sequence)
                || sequence.items().isEmpty()
                || sequence.items().size() > most) {
            expected("a list of 1 to " + most);
            return;
        }
        List<Tree> items = sequence.items();
        for (int i = 0; i < items.size(); i++) {
            reader.accept(new Value(items.get(i), path + "[" + i + "]", problems));
        }
    }

    /** A list, or its only item alone. */
    void oneOrMore(int most, Consumer<Value> reader) {
        if (isList()) {
            items(most, reader);
        } else {
            reader.accept(this);
        }
    }

    /** A mapping with known keys. A key that {@code reader} does not read is a problem. */
    void fields(Consumer<Fields> reader) {
        if (tree instanceof Mapping mapping) {
            Fields fields = new Fields(this, mapping);
            reader.accept(fields);
            fields.refuseUnknown();
        } else {
            expected("a mapping");
        }
    }

    /** A mapping with free keys, from 1 to {@code most} of them. */
    void entries(int most, FieldReader reader) {
        if (tree instanceof Mapping mapping
                && !mapping.entries().isEmpty()
                && mapping.entries().size() <= most) {
            new Fields(this, mapping).each(reader);
        } else {
            expected("a mapping with 1 to " + most + " entries");
        }
    }

    /** Adds the problem that this value does not match {@code rule}. */
    void expected(String rule) {
        problem(shown() + " (expected: " + rule + ")");
    }

    void problem(String message) {
        problems.add(tree.place(), path, message);
    }

    /** Runs {@code step}; its refusal is a problem of this value. */
    void take(Runnable step) {
        try {
            step.run();
        } catch (IllegalArgumentException e) {
            refused(String.valueOf(e.getMessage()));
        }
    }

    /** JSON has to quote it. */
    private @Nullable String percent() {
        return tree instanceof Scalar scalar && PERCENT.matcher(scalar.text()).matches() ? scalar.text() : null;
    }

    private @Nullable String plain(Pattern pattern) {
        return tree instanceof Scalar scalar
                        && scalar.plain()
                        && pattern.matcher(scalar.text()).matches()
                ? scalar.text()
                : null;
    }

    /** For a mapping the message names the value; for a text it is this value. */
    private void refused(String message) {
        if (tree instanceof Scalar) {
            expected(ruleOf(message));
        } else {
            problem(message);
        }
    }

    /** The rule within a policy's message, which has the form {@code name: value (expected: rule)}. */
    private static String ruleOf(String message) {
        int begin = message.indexOf("(expected: ");
        return begin < 0 ? message : message.substring(begin + 11, message.lastIndexOf(')'));
    }

    private String shown() {
        if (tree instanceof Scalar scalar) {
            boolean bare = plain(NUMBER) != null || percent() != null || isText("true") || isText("false");
            return scalar.isNothing() ? "nothing" : bare ? scalar.text() : Problems.quoted(scalar.text());
        }
        if (tree instanceof Sequence sequence) {
            return sequence.items().isEmpty()
                    ? "an empty list"
                    : "a list of " + sequence.items().size();
        }
        return isEmptyMapping() ? "an empty mapping" : "a mapping";
    }

    /** Reads one entry of a mapping. */
    @FunctionalInterface
    interface FieldReader {
        void read(String key, Value value);
    }
}

package io.rollcall.rules;

import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.RequestMatch.Attribute;
import io.rollcall.rules.MatchReader.Conditions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code match} of an HTTP route: a list of which one must match, all of whose tests must match. */
final class IstioMatch {
    private static final int MAX_CONDITIONS = 50;
    private static final List<String> UNSUPPORTED =
            List.of("scheme", "authority", "port", "sourceLabels", "sourceNamespace", "gateways", "statPrefix");

    private IstioMatch() {}

    /** Null if any request matches. */
    static @Nullable RequestMatch read(Value match) {
        Conditions any = new Conditions();
        boolean[] everything = {false};
        match.items(MAX_CONDITIONS, each -> {
            Conditions all = new Conditions();
            each.fields(fields -> all(fields, all));
            RequestMatch one = all.get();
            everything[0] |= one == null;
            all.to(any::or);
        });
        return everything[0] ? null : any.get();
    }

    private static void all(Fields match, Conditions all) {
        UNSUPPORTED.forEach(
                key -> match.refuse(key, "only the request's method, uri, headers and query can be matched"));
        match.read("name", v -> v.text(name -> {}))
                .read(
                        "ignoreUriCase",
                        v -> v.flag(flag -> {
                            if (flag) {
                                v.expected("false; paths are compared with their case. (?i) in a regex does it");
                            }
                        }))
                .read("uri", v -> text(RequestMatch.path(), v, all::and))
                .read("method", v -> text(RequestMatch.method(), v, all::and))
                .read("headers", v -> each(v, RequestMatch::attribute, all::and))
                .read("queryParams", v -> each(v, RequestMatch::query, all::and))
                .read(
                        "withoutHeaders",
                        v -> v.entries(
                                MAX_CONDITIONS, (name, test) -> without(RequestMatch.attribute(name), test, all::and)));
    }

    private static void each(Value tests, Function<String, Attribute> attribute, Consumer<RequestMatch> taker) {
        tests.entries(MAX_CONDITIONS, (name, test) -> {
            if (test.isEmptyMapping()) {
                taker.accept(attribute.apply(name).present());
            } else {
                text(attribute.apply(name), test, taker);
            }
        });
    }

    private static void text(Attribute attribute, Value test, Consumer<RequestMatch> taker) {
        oneOf(
                test,
                fields -> fields.read("exact", v -> v.textOrEmpty(text -> taker.accept(attribute.is(text))))
                        .read("prefix", v -> v.text(text -> taker.accept(attribute.prefix(text))))
                        .read("regex", v -> MatchReader.regex(v, pattern -> taker.accept(attribute.regex(pattern)))));
    }

    /** A missing header does not match, so it satisfies the test. */
    private static void without(Attribute attribute, Value test, Consumer<RequestMatch> taker) {
        if (test.isEmptyMapping()) {
            taker.accept(attribute.absent());
            return;
        }
        oneOf(
                test,
                fields -> fields.read("exact", v -> v.textOrEmpty(text -> taker.accept(attribute.notIn(text))))
                        .read("prefix", v -> v.text(text -> taker.accept(other(attribute, Pattern.quote(text) + ".*"))))
                        .read("regex", v -> MatchReader.regex(v, pattern -> taker.accept(other(attribute, pattern)))));
    }

    private static RequestMatch other(Attribute attribute, String pattern) {
        return attribute.absent().or(attribute.regex("(?s)(?!(?:" + pattern + ")\\z).*"));
    }

    private static void oneOf(Value test, Consumer<Fields> reader) {
        test.fields(fields -> {
            long stated = List.of("exact", "prefix", "regex").stream()
                    .filter(fields::has)
                    .count();
            if (stated != 1) {
                test.expected("one of exact, prefix, regex");
            }
            reader.accept(fields);
        });
    }
}

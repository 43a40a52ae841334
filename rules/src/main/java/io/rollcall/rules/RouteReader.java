package io.rollcall.rules;

import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one route: {@code when}, {@code to} or {@code split}, and where requests go if no instance is there. */
final class RouteReader {
    private static final int MAX_DESTINATIONS = 100;

    private @Nullable RequestMatch condition;
    private Route route = Route.split();

    private RouteReader() {}

    /** Takes the route only if there was no problem with it. */
    static void read(Value value, Consumer<Route> taker) {
        int before = value.problems().count();
        RouteReader reader = new RouteReader();
        value.fields(reader::read);
        if (value.problems().count() == before) {
            taker.accept(reader.route);
        }
    }

    private void read(Fields fields) {
        fields.read("when", value -> MatchReader.read(value, match -> condition = match));
        route = condition == null ? Route.split() : Route.when(condition).split();
        fields.needEither("to", "split")
                .read("to", value -> SubsetReader.read(value, subset -> route = route.add(1, subset)))
                .read("split", this::split)
                .read(
                        "orElse",
                        value -> value.oneOrMore(
                                MAX_DESTINATIONS,
                                each -> SubsetReader.read(each, subset -> route = route.orElse(subset))))
                .read("stickyBy", value -> value.text(name -> route = route.stickyBy(AttributeName.of(name))))
                .read("strict", value -> value.flag(strict -> route = strict ? route.strict() : route));
        if (fields.has("stickyBy") && !fields.has("split")) {
            fields.problemAt("stickyBy", "has no effect (expected: only next to split)");
        }
    }

    private void split(Value split) {
        int before = split.problems().count();
        split.items(
                MAX_DESTINATIONS,
                item -> item.fields(fields -> {
                    int[] weight = {0};
                    fields.need("weight", value -> value.integer(0, Destination.MAX_WEIGHT, w -> weight[0] = w))
                            .need(
                                    "to",
                                    value -> SubsetReader.read(value, subset -> route = route.add(weight[0], subset)));
                }));
        boolean any = route.destinations().stream().anyMatch(to -> to.weight() > 0);
        if (!any && split.problems().count() == before) {
            split.problem("all weights are 0 (expected: at least one above 0)");
        }
    }
}

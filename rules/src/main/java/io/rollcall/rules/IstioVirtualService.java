package io.rollcall.rules;

import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a VirtualService: the HTTP routes of one service, to subsets of that service. Routes are strict. */
final class IstioVirtualService {
    private static final int MAX_ROUTES = 200;
    private static final int MAX_DESTINATIONS = 100;
    private static final int MAX_RETRIES = 100;
    /** Istio responds 404 where no route matches. */
    private static final Route NO_INSTANCE =
            Route.to(Subset.metadata("route").in()).strict();

    private static final List<String> UNSUPPORTED = List.of(
            "redirect",
            "directResponse",
            "delegate",
            "rewrite",
            "fault",
            "mirror",
            "mirrors",
            "mirrorPercentage",
            "mirrorPercent",
            "corsPolicy",
            "headers");

    private final IstioHosts hosts;
    private final BiFunction<String, Value, IstioService> services;

    IstioVirtualService(IstioHosts hosts, BiFunction<String, Value, IstioService> services) {
        this.hosts = hosts;
        this.services = services;
    }

    void read(Fields spec) {
        spec.refuse("tcp", "routes are for requests; remove it")
                .refuse("tls", "routes are for requests; remove it")
                .read("exportTo", IstioDestinationRule::everywhere)
                .read("gateways", value -> value.items(100, IstioVirtualService::onlyMesh));
        Set<String> names = new TreeSet<>();
        spec.need("hosts", value -> value.items(100, host -> hosts.service(host, names::add)));
        Value named = spec.get("hosts");
        if (named != null && names.size() > 1) {
            named.expected("hosts of one service; write a VirtualService for each of " + names);
        }
        if (named != null && names.size() == 1) {
            read(spec, named, services.apply(names.iterator().next(), named));
        } else {
            spec.get("http");
        }
    }

    private void read(Fields spec, Value hosts, IstioService service) {
        if (!service.takeRoutes()) {
            hosts.problem("a second VirtualService for " + service.name() + " (expected: one; merge them)");
        }
        Retries retries = new Retries();
        List<Route> routes = new ArrayList<>();
        spec.need(
                "http",
                value -> value.items(
                        MAX_ROUTES,
                        http -> http.fields(fields -> {
                            retries.read(fields);
                            route(fields, service, routes);
                        })));
        routes.forEach(service.policy()::route);
        if (routes.stream().allMatch(route -> route.condition() != null)) {
            service.policy().route(NO_INSTANCE);
        }
        retries.applyTo(service);
    }

    private void route(Fields http, IstioService service, List<Route> routes) {
        UNSUPPORTED.forEach(key -> http.refuse(key, "a route only chooses instances; remove it"));
        http.refuse("timeout", "time limits are the HTTP client's; set them there and remove it")
                .read("name", value -> value.text(name -> {}));
        int before = http.owner().problems().count();
        @Nullable RequestMatch[] condition = {null};
        http.read("match", value -> condition[0] = IstioMatch.read(value));
        Route[] route = {start(condition[0])};
        http.need(
                "route",
                value -> value.items(
                        MAX_DESTINATIONS,
                        to -> to.fields(fields -> destination(
                                fields,
                                service,
                                value.size() == 1,
                                d -> route[0] = route[0].add(d.weight(), d.subset())))));
        if (http.owner().problems().count() == before) {
            http.read(
                    "route",
                    value -> value.take(() -> routes.add(route[0].strict().validated())));
        }
    }

    private static Route start(@Nullable RequestMatch condition) {
        return condition == null ? Route.split() : Route.when(condition).split();
    }

    private void destination(Fields fields, IstioService service, boolean only, Consumer<Destination> taker) {
        fields.refuse("headers", "a route only chooses instances; remove it");
        if (!only && !fields.has("weight")) {
            fields.owner().problem("has no weight (expected: a weight for each of several destinations)");
        }
        int[] weight = {100};
        fields.read("weight", value -> value.integer(0, Destination.MAX_WEIGHT, w -> weight[0] = w));
        fields.need(
                "destination",
                value -> value.fields(destination -> {
                    destination.refuse("port", "an instance is called at its own port; remove it");
                    destination.need(
                            "host",
                            host -> hosts.service(host, name -> {
                                if (!name.equals(service.name())) {
                                    host.expected(service.name() + "; a route to another service is not supported");
                                }
                            }));
                    Subset[] subset = {Subset.all()};
                    destination.read("subset", v -> v.text(name -> subset[0] = subset(v, name, service)));
                    taker.accept(new Destination(weight[0], subset[0]));
                }));
    }

    private static Subset subset(Value value, String name, IstioService service) {
        Subset subset = service.subsets().get(name);
        if (subset == null) {
            value.expected("one of " + service.subsets().keySet() + ", the subsets of the DestinationRule for "
                    + service.name() + " in this file"
                    + Suggestion.of(name, service.subsets().keySet()));
            return Subset.all();
        }
        return subset;
    }

    private static void onlyMesh(Value gateway) {
        if (!gateway.isText("mesh")) {
            gateway.expected("mesh; routes at a gateway are not supported");
        }
    }

    /** Istio has them by route, Rollcall by service: so all routes must have the same. */
    private static final class Retries {
        private static final String UNSUPPORTED = "only attempts, perTryTimeout and backoff are; remove it";
        private final InAllRoutes<Integer> attempts = new InAllRoutes<>();
        private final InAllRoutes<Duration> perTryTimeout = new InAllRoutes<>();
        private final InAllRoutes<Duration> backoff = new InAllRoutes<>();
        private int routes;

        void read(Fields http) {
            routes++;
            http.read(
                    "retries",
                    value -> value.fields(retries -> {
                        retries.refuse("retryOn", UNSUPPORTED)
                                .refuse("retryRemoteLocalities", UNSUPPORTED)
                                .refuse("retryIgnorePreviousHosts", "it is always so; remove it");
                        retries.need("attempts", v -> v.integer(0, MAX_RETRIES, n -> attempts.take(v, n)))
                                .read("perTryTimeout", v -> positive(v, perTryTimeout))
                                .read("backoff", v -> positive(v, backoff));
                    }));
        }

        private static void positive(Value value, InAllRoutes<Duration> taker) {
            value.duration(duration -> {
                if (duration.isZero()) {
                    value.expected("> 0");
                } else {
                    taker.take(value, duration);
                }
            });
        }

        /** Istio counts the retries, Rollcall the attempts with the first. */
        void applyTo(IstioService service) {
            service.policy().retry(retry -> {
                attempts.applyTo("retries", routes, service, n -> retry.attempts(n + 1));
                perTryTimeout.applyTo("retries.perTryTimeout", routes, service, retry::perAttemptTimeout);
                backoff.applyTo(
                        "retries.backoff",
                        routes,
                        service,
                        base -> retry.backoff(base, RetryReader.longestAfter(base)));
            });
        }
    }

    /** One setting, as the routes read so far have it. */
    private static final class InAllRoutes<T> {
        private @Nullable T common;
        private int count;

        void take(Value value, T stated) {
            count++;
            if (common != null && !common.equals(stated)) {
                value.expected("the same for all routes of a service: " + common);
            }
            common = stated;
        }

        void applyTo(String name, int routes, IstioService service, Consumer<T> taker) {
            if (common == null) {
                return;
            }
            if (count < routes) {
                service.origin()
                        .problem(name + " of " + service.name() + ": in " + count + " of " + routes
                                + " routes (expected: the same in all, or in none)");
            }
            taker.accept(common);
        }
    }
}

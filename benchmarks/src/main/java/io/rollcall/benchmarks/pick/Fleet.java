package io.rollcall.benchmarks.pick;

import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.stream.IntStream;

/** The instances and requests that every benchmark of a pick uses, so that each strategy and peer gets the same. */
public final class Fleet {
    /** The service's name. */
    public static final String SERVICE = "user-service";

    private static final int REQUESTS = 1_024;

    private Fleet() {}

    /** {@code n} instances of equal weight. */
    public static List<ServiceInstance> equal(int n) {
        return IntStream.range(0, n).mapToObj(i -> instance(i, 100)).toList();
    }

    /** {@code n} instances whose weights are 10, 20, … 100 and again. */
    public static List<ServiceInstance> weighted(int n) {
        return IntStream.range(0, n).mapToObj(i -> instance(i, weight(i))).toList();
    }

    /** The weight of instance {@code i} of the weighted fleet. */
    public static int weight(int i) {
        return 10 + i % 10 * 10;
    }

    /** The host of instance {@code i}. */
    public static String host(int i) {
        return "10.0." + i / 250 + "." + (i % 250 + 1);
    }

    /** Requests with keys of their own, a power of two of them. */
    public static RequestContext[] keyed() {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> RequestContext.keyed("user-" + i))
                .toArray(RequestContext[]::new);
    }

    private static ServiceInstance instance(int i, int weight) {
        return ServiceInstance.named(SERVICE)
                .id("u-" + i)
                .host(host(i))
                .port(8080)
                .version(i % 10 == 0 ? "2.0.0" : "1.4.0")
                .zone("zone-" + i % 3)
                .weight(weight)
                .build();
    }
}

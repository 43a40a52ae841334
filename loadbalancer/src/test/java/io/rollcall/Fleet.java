package io.rollcall;

import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Instances of the service {@code users}, by the dozen. */
public final class Fleet {
    public static final String SERVICE = "users";

    private Fleet() {}

    /** An instance {@code id}, to be changed before it is built. */
    public static ServiceInstance.Builder instance(String id) {
        return ServiceInstance.named(SERVICE).id(id).host(id + ".test").port(8080);
    }

    /** Instances {@code i0}, {@code i1}, … with the default weight. */
    public static List<ServiceInstance> of(int size) {
        return weighted(size, i -> ServiceInstance.DEFAULT_WEIGHT);
    }

    /** Instances {@code i0}, {@code i1}, … with weights of their own. */
    public static List<ServiceInstance> weighted(int size, IntUnaryOperator weight) {
        return IntStream.range(0, size)
                .mapToObj(i -> instance("i" + i).weight(weight.applyAsInt(i)).build())
                .toList();
    }

    /** Instances {@code zone-1}, {@code zone-2}, … of one zone. */
    public static List<ServiceInstance> in(String zone, int size) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(i -> instance(zone + "-" + i).zone(zone).build())
                .toList();
    }

    /** Instances {@code i0}, {@code i1}, … with these weights. */
    public static List<ServiceInstance> weights(int... weights) {
        return weighted(weights.length, i -> weights[i]);
    }

    /** All but the instance {@code id}. */
    public static List<ServiceInstance> without(List<ServiceInstance> all, String id) {
        return all.stream().filter(i -> !i.id().equals(id)).toList();
    }

    /** The same in the opposite order. */
    public static List<ServiceInstance> reversed(List<ServiceInstance> all) {
        List<ServiceInstance> reversed = new ArrayList<>(all);
        Collections.reverse(reversed);
        return reversed;
    }
}

package io.rollcall.benchmarks.store;

import io.rollcall.mock.instance.RegistrationRequest;

/** What is registered: services of 100 instances each, with the four metadata entries that most have. */
public final class BenchmarkServices {
    /** Instances of one service. */
    public static final int PER_SERVICE = 100;

    private BenchmarkServices() {}

    /** The service of instance {@code i} of the whole fleet. */
    public static String service(int i) {
        return "service-" + i / PER_SERVICE;
    }

    /** The id of instance {@code i}. */
    public static String id(int i) {
        return "instance-" + i;
    }

    /** Instance {@code i} in one of two versions, no string of which is shared with another instance. */
    public static RegistrationRequest of(int i, boolean newer) {
        return RegistrationRequest.of(service(i), "10." + i / 62_500 + "." + i / 250 % 250 + "." + (i % 250 + 1), 8080)
                .instanceId(id(i))
                .timestamp(1_700_000_000_000L + i)
                .metadata(own("version"), own(newer ? "1.5.0" : "1.4.0"))
                .metadata(own("env"), own("prod"))
                .metadata(own("zone"), own("zone-" + i % 3))
                .metadata(own("weight"), own("100"))
                .build();
    }

    private static String own(String text) {
        return String.valueOf(text.toCharArray());
    }
}

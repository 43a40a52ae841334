package io.rollcall.mock.internal.http;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.rollcall.mock.internal.store.StoreLimits;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Prints the heap that registered instances take, read from JSON as over HTTP, with four metadata entries each.
 * Arguments: how many instances, in how many services. Run it with {@code -Xmx1g -XX:+UseSerialGC}.
 */
final class HeapFigure {
    private HeapFigure() {}

    public static void main(String[] arguments) {
        int instances = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int services = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        LeaseConfig terms = new LeaseConfig(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1));
        InstanceStore store =
                new InstanceStore(RegistryClock.system(), terms, StoreLimits.ofInstances(instances), service -> {});
        JsonReader reader = new JsonReader();
        reader.registration(json(0, services));
        long before = used();
        long start = cpuNanos();
        for (int i = 0; i < instances; i++) {
            store.register(reader.registration(json(i, services)));
        }
        long nanos = cpuNanos() - start;
        report("registered", instances, services, used() - before);
        System.out.printf("%.1f µs of processor time per registration, parsing included%n", nanos / 1e3 / instances);
        JsonWriter writer = new JsonWriter("incarnation");
        store.services().forEach(service -> store.snapshot(service.name()).rendered(writer::snapshot));
        report("and every service read once", instances, services, used() - before);
        Reference.reachabilityFence(store);
    }

    private static byte[] json(int i, int services) {
        String text =
                "{\"serviceName\":\"service-" + i % services + "\",\"instanceId\":\"instance-" + i + "\",\"ip\":\"10."
                        + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)
                        + "\",\"port\":8080,\"generation\":1,\"metadata\":{"
                        + "\"version\":\"2.0." + i % 10 + "\",\"env\":\"prod\",\"zone\":\"eu-" + i % 3
                        + "\",\"weight\":" + i % 100
                        + "}}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void report(String what, int instances, int services, long bytes) {
        System.out.printf(
                "%,d instances in %,d services %s: %.1f MB, %d bytes each%n",
                instances, services, what, bytes / 1e6, bytes / instances);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

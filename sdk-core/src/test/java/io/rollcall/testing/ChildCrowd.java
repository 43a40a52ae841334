package io.rollcall.testing;

import io.rollcall.Rollcall;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.time.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A process that registers many instances and counts its threads: for {@link ChildProcess}. Its arguments are the
 * registry's URL and the number of instances. It prints {@code threads …}, those that an empty JVM does not have, then
 * closes and prints {@code closed …} with the duration in milliseconds and the states of the registrations.
 */
public final class ChildCrowd {
    private static final Duration SOON = Duration.ofSeconds(60);

    private ChildCrowd() {}

    /** Runs to its end. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        TimeSource time = TimeSource.system();
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        Rollcall rollcall =
                Rollcall.builder().registry(args[0]).host("127.0.0.1").build();
        List<Registration> all = IntStream.rangeClosed(1, Integer.parseInt(args[1]))
                .mapToObj(port -> rollcall.register(
                        ServiceInstance.named("service-" + port % 20).port(port).build()))
                .toList();
        all.forEach(registration -> registration.awaitUp(SOON));
        out.println("threads " + added(before));
        long begun = time.nanoTime();
        rollcall.close();
        long millis = TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - begun);
        out.println("closed " + millis + " "
                + all.stream().collect(Collectors.groupingBy(Registration::state, Collectors.counting())));
    }

    private static List<String> added(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .sorted()
                .toList();
    }
}

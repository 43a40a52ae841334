package io.rollcall.benchmarks.soak;

import io.rollcall.benchmarks.machine.Delay;
import io.rollcall.mock.MockRegistry;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fifty instances on ten hosts, twenty callers, one registry. In each round a few faults start and end; then the fleet
 * must converge. Calls continue throughout, hosts close connections that are idle, and some bodies cannot be written.
 *
 * <p>Invariants: no call fails while its caller knows a healthy instance, unless the instance crashed during its
 * response; no call goes to an instance that its caller knows to be removed; a heartbeat after the last fault the
 * registry holds exactly the live instances, without duplicates; soon after, so does every caller; and threads and heap
 * do not grow.
 *
 * <p>Not threadsafe.
 */
final class Soak {
    private static final int FAULTS_PER_ROUND = 4;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Duration END = Duration.ofSeconds(20);

    private final long seed;
    private final Duration length;
    private final Consumer<String> out;
    private final TimeSource time = TimeSource.system();
    private final Violations violations;
    private final Map<String, Integer> faultsMade = new TreeMap<>();
    private final List<ResourceLevel> levels = new ArrayList<>();
    private long settledNanos;
    private long idleClosed;

    Soak(long seed, Duration length, Consumer<String> out) {
        this.seed = seed;
        this.length = length;
        this.out = out;
        this.violations = new Violations(time, out);
    }

    SoakReport run() throws InterruptedException {
        long start = time.nanoTime();
        ExecutorService threads = Executors.newCachedThreadPool(task -> daemon(task, "soak-work"));
        ScheduledExecutorService calling =
                Executors.newScheduledThreadPool(SoakConfig.CALLERS + 1, task -> daemon(task, "soak-call"));
        List<SoakCaller> callers = new ArrayList<>();
        try (MockRegistry registry = registry();
                SoakFleet fleet = new SoakFleet(registry, threads)) {
            hosts().forEach(fleet::join);
            IntStream.range(0, SoakConfig.CALLERS)
                    .forEach(i -> callers.add(
                            new SoakCaller("caller " + i, registry.uri(), seed + i, fleet, violations, time)));
            callers.forEach(SoakCaller::awaitAll);
            List<ScheduledFuture<?>> calls = new ArrayList<>();
            callers.forEach(caller -> calls.add(caller.start(calling)));
            calls.add(
                    calling.scheduleWithFixedDelay(fleet::closeIdle, 0, POLL_INTERVAL.toNanos(), TimeUnit.NANOSECONDS));
            rounds(registry, fleet, callers, threads);
            idleClosed = fleet.idleClosed();
            calls.forEach(call -> call.cancel(false));
            calling.shutdown();
            calling.awaitTermination(END.toSeconds(), TimeUnit.SECONDS);
            callers.parallelStream().forEach(SoakCaller::close);
        }
        threads.shutdown();
        checkThreads();
        return report(callers, (time.nanoTime() - start) / 1e9);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static MockRegistry registry() {
        return MockRegistry.builder()
                .ttl(SoakConfig.TTL)
                .heartbeat(SoakConfig.HEARTBEAT)
                .sweep(SoakConfig.SWEEP)
                .start();
    }

    private static List<String> hosts() {
        return IntStream.range(0, SoakConfig.HOSTS).mapToObj(i -> "h" + i).toList();
    }

    private void rounds(MockRegistry registry, SoakFleet fleet, List<SoakCaller> callers, ExecutorService threads)
            throws InterruptedException {
        Randomness random = Randomness.seeded(seed);
        Faults faults = new Faults(registry, fleet, callers, random, threads);
        long end = time.nanoTime() + length.toNanos();
        int round = 0;
        do {
            round++;
            faults.newRound(hosts());
            Timetable timetable = new Timetable();
            List<String> drawn = new ArrayList<>();
            for (int kind : kinds(faults.kinds(), round, random)) {
                Fault fault = faults.draw(kind);
                drawn.add(fault.toString().strip());
                faultsMade.merge(fault.kind().replace(":", ""), 1, Integer::sum);
                timetable.add(fault, random);
            }
            timetable.run();
            settle(fleet, callers, drawn);
            levels.add(ResourceLevel.now());
            long calls = callers.stream().mapToLong(SoakCaller::calls).sum();
            long failed = callers.stream().mapToLong(SoakCaller::failed).sum();
            out.accept("round " + round + ": " + String.join(", ", drawn) + "; " + calls + " calls so far, " + failed
                    + " failed");
        } while (time.nanoTime() < end);
    }

    /** A few different kinds; over the rounds each has its turn. */
    private static Set<Integer> kinds(int all, int round, Randomness random) {
        Set<Integer> kinds = new TreeSet<>();
        kinds.add(round % all);
        while (kinds.size() < FAULTS_PER_ROUND) {
            kinds.add(random.below(all));
        }
        return kinds;
    }

    /** All faults have ended: the registry and all callers must converge within bounds. */
    private void settle(SoakFleet fleet, List<SoakCaller> callers, List<String> after) throws InterruptedException {
        long healed = time.nanoTime();
        for (String service : SoakConfig.SERVICES) {
            boolean held = within(
                    healed, SoakConfig.HEALED, () -> fleet.registered(service).equals(fleet.expected(service)));
            if (!held) {
                violations.add("the registry does not hold the live instances of " + service + " after " + after + ": "
                        + difference(fleet.registered(service), fleet.expected(service)));
            }
        }
        for (SoakCaller caller : callers) {
            for (String service : SoakConfig.SERVICES) {
                Duration bound = SoakConfig.HEALED.plus(SoakConfig.SEEN);
                if (!within(healed, bound, () -> caller.sees(service).equals(fleet.expected(service)))) {
                    violations.add("a caller does not see the live instances of " + service + " after " + after + ": "
                            + difference(caller.sees(service), fleet.expected(service)));
                }
            }
        }
        settledNanos = Math.max(settledNanos, time.nanoTime() - healed);
    }

    private boolean within(long since, Duration bound, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (time.nanoTime() - since > bound.toNanos()) {
                return false;
            }
            Delay.of(POLL_INTERVAL);
        }
        return true;
    }

    private static String difference(Set<String> seen, Set<String> expected) {
        List<String> missing = expected.stream().filter(e -> !seen.contains(e)).toList();
        List<String> unexpected =
                seen.stream().filter(s -> !expected.contains(s)).toList();
        return "missing " + missing + ", unexpected " + unexpected;
    }

    private void checkThreads() throws InterruptedException {
        if (!within(time.nanoTime(), END, () -> ours().isEmpty())) {
            violations.add("threads are left after everything was closed: " + ours());
        }
        ResourceLevel first = levels.get(0);
        ResourceLevel last = levels.get(levels.size() - 1);
        if (last.hasGrownSince(first)) {
            violations.add("threads and megabytes of heap have grown from " + first + " to " + last);
        }
    }

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rollcall-"))
                .sorted()
                .toList();
    }

    private SoakReport report(List<SoakCaller> callers, double seconds) {
        ResourceLevel first = levels.get(0);
        ResourceLevel last = levels.get(levels.size() - 1);
        return new SoakReport(
                seed,
                seconds,
                SoakConfig.HOSTS * SoakConfig.SERVICES.size(),
                callers.size(),
                callers.stream().mapToLong(SoakCaller::calls).sum(),
                callers.stream().mapToLong(SoakCaller::failed).sum(),
                callers.stream().mapToLong(SoakCaller::cutShort).sum(),
                faultsMade.values().stream().mapToInt(Integer::intValue).sum(),
                faultsMade,
                idleClosed,
                callers.stream().mapToLong(SoakCaller::brokenBodies).sum(),
                TimeUnit.NANOSECONDS.toMillis(settledNanos),
                List.of(first.threads(), last.threads()),
                List.of(first.heapMegabytes(), last.heapMegabytes()),
                violations.count(),
                violations.first());
    }
}

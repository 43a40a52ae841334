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
 * Fifty instances on ten hosts, twenty callers, one registry. In rounds, a few faults begin and end; then it is quiet
 * until all is as it should be, which is checked. Calls go on all the while.
 *
 * <p>What must hold: no call fails while its caller knows an instance that is well, unless the instance died in the
 * middle of its response; no call goes to an instance that its caller knows to be gone; after a heartbeat in health the
 * registry holds exactly who lives, nobody twice, nobody who ended; soon after, so does every caller; and threads and
 * heap stay where they were.
 *
 * <p>Not threadsafe.
 */
final class Soak {
    private static final int FAULTS_PER_ROUND = 4;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration END = Duration.ofSeconds(20);

    private final long seed;
    private final Duration length;
    private final Consumer<String> out;
    private final TimeSource time = TimeSource.system();
    private final Violations violations;
    private final Map<String, Integer> faultsMade = new TreeMap<>();
    private final List<Level> levels = new ArrayList<>();
    private long settledNanos;

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
                Executors.newScheduledThreadPool(Terms.CALLERS, task -> daemon(task, "soak-call"));
        List<SoakCaller> callers = new ArrayList<>();
        try (MockRegistry registry = registry();
                SoakFleet fleet = new SoakFleet(registry, threads)) {
            hosts().forEach(fleet::join);
            IntStream.range(0, Terms.CALLERS)
                    .forEach(i -> callers.add(
                            new SoakCaller("caller " + i, registry.uri(), seed + i, fleet, violations, time)));
            callers.forEach(SoakCaller::awaitAll);
            List<ScheduledFuture<?>> calls = callers.stream()
                    .<ScheduledFuture<?>>map(c -> c.start(calling))
                    .toList();
            rounds(registry, fleet, callers, threads);
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
                .ttl(Terms.TTL)
                .heartbeat(Terms.HEARTBEAT)
                .sweep(Terms.SWEEP)
                .start();
    }

    private static List<String> hosts() {
        return IntStream.range(0, Terms.HOSTS).mapToObj(i -> "h" + i).toList();
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
            levels.add(Level.now());
            long calls = callers.stream().mapToLong(SoakCaller::calls).sum();
            long failed = callers.stream().mapToLong(SoakCaller::failed).sum();
            out.accept("round " + round + ": " + String.join(", ", drawn) + "; " + calls + " calls so far, " + failed
                    + " failed");
        } while (time.nanoTime() < end);
    }

    /** A few different ones; over the rounds every kind gets its turn. */
    private static Set<Integer> kinds(int all, int round, Randomness random) {
        Set<Integer> kinds = new TreeSet<>();
        kinds.add(round % all);
        while (kinds.size() < FAULTS_PER_ROUND) {
            kinds.add(random.below(all));
        }
        return kinds;
    }

    /** All faults have ended: within bounds everything must be as it should. */
    private void settle(SoakFleet fleet, List<SoakCaller> callers, List<String> after) throws InterruptedException {
        long healed = time.nanoTime();
        for (String service : Terms.SERVICES) {
            boolean held =
                    soon(healed, Terms.HEALED, () -> fleet.registered(service).equals(fleet.wanted(service)));
            if (!held) {
                violations.add("the registry does not hold who lives of " + service + " after " + after + ": "
                        + difference(fleet.registered(service), fleet.wanted(service)));
            }
        }
        for (SoakCaller caller : callers) {
            for (String service : Terms.SERVICES) {
                Duration bound = Terms.HEALED.plus(Terms.SEEN);
                if (!soon(healed, bound, () -> caller.sees(service).equals(fleet.wanted(service)))) {
                    violations.add("a caller does not see who lives of " + service + " after " + after + ": "
                            + difference(caller.sees(service), fleet.wanted(service)));
                }
            }
        }
        settledNanos = Math.max(settledNanos, time.nanoTime() - healed);
    }

    private boolean soon(long since, Duration bound, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (time.nanoTime() - since > bound.toNanos()) {
                return false;
            }
            Delay.of(LOOK);
        }
        return true;
    }

    private static String difference(Set<String> seen, Set<String> wanted) {
        List<String> missing = wanted.stream().filter(w -> !seen.contains(w)).toList();
        List<String> zombies = seen.stream().filter(s -> !wanted.contains(s)).toList();
        return "missing " + missing + ", too many " + zombies;
    }

    private void checkThreads() throws InterruptedException {
        if (!soon(time.nanoTime(), END, () -> ours().isEmpty())) {
            violations.add("threads are left after everything was closed: " + ours());
        }
        Level first = levels.get(0);
        Level last = levels.get(levels.size() - 1);
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
        Level first = levels.get(0);
        Level last = levels.get(levels.size() - 1);
        return new SoakReport(
                seed,
                seconds,
                Terms.HOSTS * Terms.SERVICES.size(),
                callers.size(),
                callers.stream().mapToLong(SoakCaller::calls).sum(),
                callers.stream().mapToLong(SoakCaller::failed).sum(),
                callers.stream().mapToLong(SoakCaller::cutShort).sum(),
                faultsMade.values().stream().mapToInt(Integer::intValue).sum(),
                faultsMade,
                TimeUnit.NANOSECONDS.toMillis(settledNanos),
                List.of(first.threads(), last.threads()),
                List.of(first.heapMegabytes(), last.heapMegabytes()),
                violations.count(),
                violations.first());
    }
}

package io.rollcall.cli.demo;

import io.rollcall.model.ServiceInstance;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of calls.
 *
 * <p><em>Concurrency:</em> threadsafe; all under this object's monitor.
 */
final class CallTally {
    private final Map<String, Integer> byInstance = new TreeMap<>();
    private final Map<String, Integer> byVersion = new TreeMap<>();
    private final Map<String, Integer> byEnv = new TreeMap<>();
    private final long[] micros;
    private int answered;
    private int failed;
    private int attempts;
    private int afterSeenDead;
    private @Nullable String firstFailure;

    CallTally(Collection<DemoMember> members, int calls) {
        for (DemoMember member : members) {
            byInstance.put(member.id(), 0);
            byVersion.put(member.version(), 0);
            byEnv.put(member.env(), 0);
        }
        this.micros = new long[calls];
    }

    /** An instance is about to be called, at first or as a retry. */
    synchronized void attempted(boolean seenDead) {
        attempts++;
        afterSeenDead += seenDead ? 1 : 0;
    }

    synchronized void answered(ServiceInstance by, long nanos) {
        byInstance.merge(by.id(), 1, Integer::sum);
        byVersion.merge(String.valueOf(by.version()), 1, Integer::sum);
        byEnv.merge(String.valueOf(by.env()), 1, Integer::sum);
        if (answered < micros.length) {
            micros[answered] = nanos / 1_000;
        }
        answered++;
    }

    synchronized void failed(String reason) {
        failed++;
        if (firstFailure == null) {
            firstFailure = reason;
        }
    }

    synchronized int calls() {
        return answered + failed;
    }

    synchronized int failed() {
        return failed;
    }

    synchronized @Nullable String firstFailure() {
        return firstFailure;
    }

    synchronized int afterSeenDead() {
        return afterSeenDead;
    }

    /** Attempts beyond the first of each call. */
    synchronized int retried() {
        return Math.max(0, attempts - calls());
    }

    synchronized int answersOf(String instance) {
        return byInstance.getOrDefault(instance, 0);
    }

    synchronized Map<String, Integer> byInstance() {
        return new TreeMap<>(byInstance);
    }

    synchronized Map<String, Integer> byVersion() {
        return new TreeMap<>(byVersion);
    }

    synchronized Map<String, Integer> byEnv() {
        return new TreeMap<>(byEnv);
    }

    /** The latency that {@code share} of the answered calls kept to, in microseconds; 0 if there are none. */
    synchronized long micros(double share) {
        long[] sorted = Arrays.copyOf(micros, Math.min(answered, micros.length));
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}

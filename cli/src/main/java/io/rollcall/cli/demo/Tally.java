package io.rollcall.cli.demo;

import io.rollcall.model.ServiceInstance;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of the calls.
 *
 * <p><em>Concurrency:</em> threadsafe; all under this object's monitor.
 */
final class Tally {
    private final Map<String, Member> members;
    private final Map<String, Integer> answers = new TreeMap<>();
    private final long[] micros;
    private int answered;
    private int failed;
    private int attempts;
    private int afterSeenDead;
    private @Nullable String firstFailure;

    Tally(Collection<Member> members, int calls) {
        this.members = members.stream().collect(Collectors.toMap(Member::id, Function.identity()));
        this.members.keySet().forEach(id -> answers.put(id, 0));
        this.micros = new long[calls];
    }

    /** An instance is about to be called, for the first time or in place of another one. */
    synchronized void attempted(boolean knownDead) {
        attempts++;
        afterSeenDead += knownDead ? 1 : 0;
    }

    synchronized void answered(ServiceInstance by, long nanos) {
        answers.merge(by.id(), 1, Integer::sum);
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
        return answers.getOrDefault(instance, 0);
    }

    synchronized Map<String, Integer> byInstance() {
        return new TreeMap<>(answers);
    }

    /** Answers by something that members have in common; instances that are not of the demo are {@code other}. */
    synchronized Map<String, Integer> by(Function<Member, String> trait) {
        Map<String, Integer> counts = new TreeMap<>();
        answers.forEach((id, count) -> {
            Member member = members.get(id);
            counts.merge(member == null ? "other" : trait.apply(member), count, Integer::sum);
        });
        return counts;
    }

    /** The latency that {@code share} of the answered calls kept to, in microseconds; 0 if there are none. */
    synchronized long micros(double share) {
        long[] sorted = Arrays.copyOf(micros, Math.min(answered, micros.length));
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}

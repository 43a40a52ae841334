package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.CandidateStats.Ejection;
import io.rollcall.loadbalancer.CandidateStats.Window;
import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.InstanceReturnedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes out instances that fail more than the others, and lets them return: Envoy's outlier detection (also gRPC A50).
 *
 * <p><em>Concurrency:</em> every method runs under the balancer's lock.
 */
final class OutlierDetector {
    private long lastSweep;

    OutlierDetector(long now) {
        this.lastSweep = now;
    }

    /** Takes {@code failing} out, unless too many are out already. */
    boolean eject(
            TrackedCandidate failing,
            String reason,
            List<TrackedCandidate> all,
            OutlierDetection rules,
            long now,
            LoadBalancerListener listener) {
        long traffic = all.stream().filter(TrackedCandidate::takesTraffic).count();
        long out = all.stream().filter(TrackedCandidate::isEjected).count();
        if (failing.isEjected() || traffic < 2 || out + 1 > Math.max(1, (long) (traffic * rules.maxEjected()))) {
            return false;
        }
        Ejection ejection = failing.stats()
                .eject(now, rules.baseEjection().toNanos(), rules.maxEjection().toNanos(), reason);
        listener.onEjected(
                new InstanceEjectedEvent(failing.instance(), reason, Duration.ofNanos(ejection.untilNanos() - now)));
        return true;
    }

    /** Lets those return whose time is over; true if there were any. */
    boolean returnDue(List<TrackedCandidate> all, long now, LoadBalancerListener listener) {
        boolean any = false;
        for (TrackedCandidate candidate : all) {
            Ejection ejection = candidate.stats().ejection();
            if (ejection != null && now - ejection.untilNanos() >= 0) {
                candidate.stats().returned(now);
                listener.onReturned(new InstanceReturnedEvent(candidate.instance()));
                any = true;
            }
        }
        return any;
    }

    /** Compares rates once per interval; true if anyone was taken out. */
    boolean sweep(List<TrackedCandidate> all, OutlierDetection rules, long now, LoadBalancerListener listener) {
        if (now - lastSweep < rules.interval().toNanos()) {
            return false;
        }
        lastSweep = now;
        List<Rated> rated = new ArrayList<>();
        for (TrackedCandidate candidate : all) {
            Window window = candidate.stats().sweep();
            if (!candidate.isEjected()) {
                candidate.stats().behaved();
                rated.add(new Rated(candidate, window));
            }
        }
        boolean any = false;
        for (Rated outlier : outliers(rated, rules)) {
            any |= eject(outlier.candidate(), outlier.reason(), all, rules, now, listener);
        }
        return any;
    }

    private static List<Rated> outliers(List<Rated> rated, OutlierDetection rules) {
        List<Rated> found = new ArrayList<>(bySuccessRate(rated, rules));
        List<Rated> busy = busy(rated, rules.failureShareMinRequests());
        if (rules.failureShare() > 0 && busy.size() >= rules.minInstances()) {
            busy.stream().filter(r -> 1 - r.rate() >= rules.failureShare()).forEach(found::add);
        }
        return found;
    }

    private static List<Rated> bySuccessRate(List<Rated> rated, OutlierDetection rules) {
        List<Rated> busy = busy(rated, rules.successRateMinRequests());
        if (rules.successRateDeviations() == 0 || busy.size() < rules.minInstances()) {
            return List.of();
        }
        double mean = busy.stream().mapToDouble(Rated::rate).average().orElse(1);
        double variance = busy.stream()
                .mapToDouble(r -> (r.rate() - mean) * (r.rate() - mean))
                .average()
                .orElse(0);
        double least = mean - rules.successRateDeviations() * Math.sqrt(variance);
        return busy.stream().filter(r -> r.rate() < least).toList();
    }

    private static List<Rated> busy(List<Rated> rated, int minRequests) {
        return rated.stream().filter(r -> r.window().calls() >= minRequests).toList();
    }

    private record Rated(TrackedCandidate candidate, Window window) {
        double rate() {
            return window.successRate();
        }

        String reason() {
            return String.format(Locale.ROOT, "%.0f %% of %d calls failed", 100 * (1 - rate()), window.calls());
        }
    }
}

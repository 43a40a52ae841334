package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.CandidateStats.Ejection;
import io.rollcall.loadbalancer.CandidateStats.Window;
import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.InstanceReturnedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Ejects instances that fail more than the others, and lets them return: Envoy's outlier detection (also gRPC A50).
 *
 * <p><em>Concurrency:</em> every method runs under the balancer's lock.
 */
final class OutlierDetector {
    private long lastSweep;

    OutlierDetector(long now) {
        this.lastSweep = now;
    }

    /** Ejects {@code failing}, unless too many are ejected already; true if it did. */
    boolean eject(
            TrackedCandidate failing,
            EjectionCause cause,
            String reason,
            List<TrackedCandidate> all,
            OutlierDetection detection,
            long now,
            LoadBalancerListener listener) {
        long out = all.stream().filter(TrackedCandidate::isEjected).count();
        if (failing.isEjected() || out >= allowed(all, detection)) {
            return false;
        }
        Ejection ejection = failing.stats().eject(now, detection, cause, reason);
        listener.onEjected(
                new InstanceEjectedEvent(failing.instance(), reason, Duration.ofNanos(ejection.untilNanos() - now)));
        return true;
    }

    /** How many may be ejected at once: one of several always may. */
    private static long allowed(List<TrackedCandidate> all, OutlierDetection detection) {
        long traffic = all.stream().filter(TrackedCandidate::takesTraffic).count();
        return traffic < 2 ? 0 : Math.max(1, (long) (traffic * detection.maxEjected()));
    }

    /** Lets instances return whose ejection is over; true if there were any. */
    boolean returnDue(List<TrackedCandidate> all, long now, LoadBalancerListener listener) {
        boolean any = false;
        for (TrackedCandidate candidate : all) {
            Ejection ejection = candidate.stats().ejection();
            if (ejection != null && now - ejection.untilNanos() >= 0) {
                returns(candidate, now, listener);
                any = true;
            }
        }
        return any;
    }

    /**
     * Makes ejections what they would be if {@code detection} had always been in force: instances return that it does
     * not eject, or not for so long, or not so many at once.
     */
    void reconsider(List<TrackedCandidate> all, OutlierDetection detection, long now, LoadBalancerListener listener) {
        for (TrackedCandidate candidate : all) {
            Ejection ejection = candidate.stats().ejection();
            if (ejection != null && ejection.cause().isOn(detection)) {
                candidate.stats().reconsider(detection);
            } else if (ejection != null) {
                returns(candidate, now, listener);
            }
        }
        returnDue(all, now, listener);
        List<TrackedCandidate> out = all.stream()
                .filter(TrackedCandidate::isEjected)
                .sorted(Comparator.comparingLong(c -> remaining(c, now)))
                .toList();
        long tooMany = out.size() - Math.max(1, allowed(all, detection));
        out.stream().limit(Math.max(0, tooMany)).forEach(candidate -> returns(candidate, now, listener));
    }

    private static long remaining(TrackedCandidate ejected, long now) {
        Ejection ejection = ejected.stats().ejection();
        return ejection == null ? 0 : ejection.untilNanos() - now;
    }

    private static void returns(TrackedCandidate candidate, long now, LoadBalancerListener listener) {
        candidate.stats().returned(now);
        listener.onReturned(new InstanceReturnedEvent(candidate.instance()));
    }

    /** Compares rates once per interval; true if any instance was ejected. */
    boolean sweep(List<TrackedCandidate> all, OutlierDetection detection, long now, LoadBalancerListener listener) {
        if (now - lastSweep < detection.interval().toNanos()) {
            return false;
        }
        lastSweep = now;
        List<Rated> rated = new ArrayList<>();
        for (TrackedCandidate candidate : all) {
            Window window = candidate.stats().sweep();
            if (!candidate.isEjected()) {
                candidate.stats().behaved();
                rated.add(new Rated(candidate, window, EjectionCause.SUCCESS_RATE));
            }
        }
        boolean any = false;
        for (Rated outlier : outliers(rated, detection)) {
            any |= eject(outlier.candidate(), outlier.cause(), outlier.reason(), all, detection, now, listener);
        }
        return any;
    }

    private static List<Rated> outliers(List<Rated> rated, OutlierDetection detection) {
        List<Rated> found = new ArrayList<>(bySuccessRate(rated, detection));
        List<Rated> busy = busy(rated, detection.failureShareMinRequests());
        if (detection.failureShare() > 0 && busy.size() >= detection.minInstances()) {
            busy.stream()
                    .filter(r -> 1 - r.rate() >= detection.failureShare())
                    .map(r -> r.by(EjectionCause.FAILURE_SHARE))
                    .forEach(found::add);
        }
        return found;
    }

    private static List<Rated> bySuccessRate(List<Rated> rated, OutlierDetection detection) {
        List<Rated> busy = busy(rated, detection.successRateMinRequests());
        if (detection.successRateDeviations() == 0 || busy.size() < detection.minInstances()) {
            return List.of();
        }
        double mean = busy.stream().mapToDouble(Rated::rate).average().orElse(1);
        double variance = busy.stream()
                .mapToDouble(r -> (r.rate() - mean) * (r.rate() - mean))
                .average()
                .orElse(0);
        double least = mean - detection.successRateDeviations() * Math.sqrt(variance);
        return busy.stream().filter(r -> r.rate() < least).toList();
    }

    private static List<Rated> busy(List<Rated> rated, int minRequests) {
        return rated.stream().filter(r -> r.window().calls() >= minRequests).toList();
    }

    private record Rated(TrackedCandidate candidate, Window window, EjectionCause cause) {
        Rated by(EjectionCause other) {
            return new Rated(candidate, window, other);
        }

        double rate() {
            return window.successRate();
        }

        String reason() {
            return String.format(Locale.ROOT, "%.0f %% of %d calls failed", 100 * (1 - rate()), window.calls());
        }
    }
}

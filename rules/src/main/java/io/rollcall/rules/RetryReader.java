package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.Hedging;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how often calls are retried, and when they are sent to a second instance. */
final class RetryReader {
    private static final int MAX_ATTEMPTS = 100;
    private static final int MAX_STATUSES = 200;
    private static final int MAX_PER_SECOND = 1_000_000;

    private RetryReader() {}

    static void retry(Value value, ServicePolicy.Builder policy) {
        if (value.isText("off")) {
            policy.retry(RetryPolicy.off());
            return;
        }
        policy.retry(retry ->
                value.fields(fields -> fields.read("attempts", v -> v.integer(1, MAX_ATTEMPTS, retry::attempts))
                        .read("budget", v -> v.share(retry::budget))
                        .read("minPerSecond", v -> v.integer(0, MAX_PER_SECOND, retry::minPerSecond))
                        .read("onStatus", v -> statuses(v, retry))
                        .read("onTimeout", v -> v.flag(retry::onTimeout))
                        .read("perAttemptTimeout", v -> v.duration(retry::perAttemptTimeout))
                        .read("totalTimeout", v -> v.duration(retry::totalTimeout))
                        .read("backoff", v -> backoff(v, retry))
                        .read("maxRetryAfter", v -> v.duration(retry::maxRetryAfter))));
    }

    /** Without a longest wait, it is Envoy's: ten times the first. */
    private static void backoff(Value value, RetryPolicy.Builder retry) {
        Duration[] base = {RetryPolicy.defaults().backoffBase()};
        @Nullable Duration[] max = {null};
        int before = value.problems().count();
        value.fields(fields -> fields.need("base", v -> v.duration(wait -> base[0] = wait))
                .read("max", v -> v.duration(wait -> max[0] = wait)));
        if (value.problems().count() == before) {
            value.take(() -> retry.backoff(base[0], max[0] == null ? longestAfter(base[0]) : max[0]));
        }
    }

    /** The longest wait of Envoy's backoff where only its base is stated. */
    static Duration longestAfter(Duration base) {
        return base.multipliedBy(10);
    }

    private static void statuses(Value value, RetryPolicy.Builder retry) {
        List<Integer> statuses = new ArrayList<>();
        value.items(MAX_STATUSES, item -> item.integer(400, 599, statuses::add));
        retry.onStatus(statuses.stream().mapToInt(status -> status).toArray());
    }

    static void hedging(Value value, ServicePolicy.Builder policy) {
        if (value.isText("off")) {
            policy.hedging(Hedging.off());
            return;
        }
        value.fields(fields -> fields.needEither("after", "percentile")
                .read("after", v -> v.duration(delay -> policy.hedging(Hedging.after(delay))))
                .read("percentile", v -> v.number(share -> policy.hedging(Hedging.atPercentile(share)))));
    }
}

package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.Hedging;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import java.util.ArrayList;
import java.util.List;

/** Reads how often calls are tried again, and when they are sent twice. */
final class RetryReader {
    private static final int MAX_ATTEMPTS = 100;
    private static final int MAX_STATUSES = 200;
    private static final int MAX_PER_SECOND = 1_000_000;

    private RetryReader() {}

    static void retry(Value value, ServicePolicy.Builder policy) {
        policy.retry(retry -> {
            if (value.isText("off")) {
                return retry.attempts(1);
            }
            value.fields(fields -> fields.read("attempts", v -> v.integer(1, MAX_ATTEMPTS, retry::attempts))
                    .read("budget", v -> v.share(retry::budget))
                    .read("minPerSecond", v -> v.integer(0, MAX_PER_SECOND, retry::minPerSecond))
                    .read("onStatus", v -> statuses(v, retry))
                    .read("onTimeout", v -> v.flag(retry::onTimeout))
                    .read("perAttemptTimeout", v -> v.duration(retry::perAttemptTimeout))
                    .read("totalTimeout", v -> v.duration(retry::totalTimeout))
                    .read("maxRetryAfter", v -> v.duration(retry::maxRetryAfter)));
            return retry;
        });
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

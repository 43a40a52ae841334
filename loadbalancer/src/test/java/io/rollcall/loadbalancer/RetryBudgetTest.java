package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final VirtualTime time = new VirtualTime();

    @Test
    void retriesStayAShareOfCalls() {
        RetryBudget budget = budget(0.2, 0);

        calls(budget, 1_000);

        assertThat(granted(budget, 1_000)).isEqualTo(200);
    }

    @Test
    void aFewPerSecondAreAlwaysGranted() {
        RetryBudget budget = budget(0.2, 3);

        for (int second = 0; second < 20; second++) {
            assertThat(granted(budget, 1_000)).isEqualTo(3);
            time.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void whatTenSecondsSavedUpIsNotSpentInOne() {
        RetryBudget budget = budget(0.2, 0);
        for (int second = 0; second < 10; second++) {
            calls(budget, 100);
            time.advance(Duration.ofSeconds(1));
        }
        calls(budget, 100);

        assertThat(granted(budget, 1_000)).isEqualTo(20);
    }

    @Test
    void callsOfLongAgoNoLongerCount() {
        RetryBudget budget = budget(0.2, 0);
        calls(budget, 1_000);

        time.advance(Duration.ofSeconds(9));
        assertThat(granted(budget, 1)).isEqualTo(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(granted(budget, 1)).isZero();
    }

    private RetryBudget budget(double share, int minPerSecond) {
        RetryPolicy policy =
                RetryPolicy.builder().budget(share).minPerSecond(minPerSecond).build();
        return new RetryBudget(time, () -> policy);
    }

    private static void calls(RetryBudget budget, int count) {
        for (int i = 0; i < count; i++) {
            budget.called();
        }
    }

    private static int granted(RetryBudget budget, int requested) {
        int granted = 0;
        for (int i = 0; i < requested; i++) {
            granted += budget.acquire() ? 1 : 0;
        }
        return granted;
    }
}

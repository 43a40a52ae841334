package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentLatenciesTest {

    @Test
    void aPercentileIsRightWithinAnEighth() {
        RecentLatencies latencies = new RecentLatencies();
        for (int i = 1; i <= 1_000; i++) {
            latencies.record(i * 1_000L);
        }

        assertThat(latencies.percentile(0.5).orElseThrow()).isBetween(500_000L, 562_500L);
        assertThat(latencies.percentile(0.95).orElseThrow()).isBetween(950_000L, 1_068_750L);
    }

    @Test
    void fewCallsSayNothing() {
        RecentLatencies latencies = new RecentLatencies();
        for (int i = 0; i < 99; i++) {
            latencies.record(1);
        }

        assertThat(latencies.percentile(0.5)).isEmpty();
    }

    @Test
    void thePastFades() {
        RecentLatencies latencies = new RecentLatencies();
        for (int i = 0; i < 30_000; i++) {
            latencies.record(1_000_000);
        }
        for (int i = 0; i < 60_000; i++) {
            latencies.record(1_000);
        }

        assertThat(latencies.percentile(0.8).orElseThrow()).isLessThan(1_200);
    }

    @Test
    void extremesAreCounted() {
        RecentLatencies latencies = new RecentLatencies();
        for (int i = 0; i < 50; i++) {
            latencies.record(-5);
            latencies.record(Long.MAX_VALUE);
        }

        assertThat(latencies.percentile(0.4).orElseThrow()).isLessThanOrEqualTo(2);
    }
}

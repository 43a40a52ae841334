package io.rollcall.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.rollcall.metrics.RollcallMetrics;
import io.rollcall.spring.RollcallAutoConfiguration;
import io.rollcall.spring.RollcallBuilderCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Meters of the application's {@link io.rollcall.Rollcall} in its {@link MeterRegistry}, unless
 * {@code rollcall.metrics.enabled=false} or the application has its own {@link RollcallMetrics} bean. They are removed
 * when the application ends, after the Rollcall is closed.
 *
 * @since 0.1
 */
@AutoConfiguration(
        before = RollcallAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@ConditionalOnBooleanProperty(
        name = {"rollcall.enabled", "rollcall.metrics.enabled"},
        matchIfMissing = true)
public final class RollcallMetricsAutoConfiguration {

    /** Created by Spring. */
    RollcallMetricsAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    RollcallMetrics rollcallMetrics(MeterRegistry meters) {
        return RollcallMetrics.in(meters);
    }

    @Bean
    RollcallBuilderCustomizer rollcallMetricsCustomizer(RollcallMetrics metrics) {
        return builder -> builder.listener(metrics);
    }
}

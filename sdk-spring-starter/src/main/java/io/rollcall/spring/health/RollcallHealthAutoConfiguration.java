package io.rollcall.spring.health;

import io.rollcall.Rollcall;
import io.rollcall.spring.RollcallAutoConfiguration;
import io.rollcall.spring.RollcallRegistration;
import io.rollcall.spring.RollcallRegistrationAutoConfiguration;
import java.util.Optional;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The health indicator {@code rollcall}, unless {@code management.health.rollcall.enabled=false}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = {RollcallAutoConfiguration.class, RollcallRegistrationAutoConfiguration.class})
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnSingleCandidate(Rollcall.class)
@ConditionalOnEnabledHealthIndicator("rollcall")
public final class RollcallHealthAutoConfiguration {

    /** Created by Spring. */
    RollcallHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "rollcallHealthIndicator")
    RollcallHealthIndicator rollcallHealthIndicator(Rollcall rollcall, Optional<RollcallRegistration> registration) {
        return new RollcallHealthIndicator(rollcall, registration);
    }
}

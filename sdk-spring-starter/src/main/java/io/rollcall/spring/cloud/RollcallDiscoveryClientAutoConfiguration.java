package io.rollcall.spring.cloud;

import io.rollcall.Rollcall;
import io.rollcall.spring.RegistrationStarted;
import io.rollcall.spring.RollcallAutoConfiguration;
import io.rollcall.spring.RollcallProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;

/**
 * Spring Cloud's {@link DiscoveryClient} over Rollcall, if Spring Cloud Commons is on the class path.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {RollcallAutoConfiguration.class, UtilAutoConfiguration.class},
        before = {SimpleDiscoveryClientAutoConfiguration.class, CommonsClientAutoConfiguration.class})
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnSingleCandidate(Rollcall.class)
@ConditionalOnDiscoveryEnabled
@ConditionalOnBlockingDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "rollcall.discovery.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RollcallProperties.class)
public final class RollcallDiscoveryClientAutoConfiguration {

    /** Created by Spring. */
    RollcallDiscoveryClientAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    RollcallDiscoveryClient rollcallDiscoveryClient(Rollcall rollcall, RollcallProperties properties) {
        return new RollcallDiscoveryClient(
                new CloudServices(rollcall), properties.discovery().order());
    }

    /** Spring Cloud's health of discovery clients is UNKNOWN until this event. */
    @Bean
    ApplicationListener<PayloadApplicationEvent<RegistrationStarted>> rollcallInstanceRegistered(
            ApplicationEventPublisher events) {
        return ApplicationListener.forPayload(started -> events.publishEvent(
                new InstanceRegisteredEvent<>(started, started.registration().instance())));
    }
}

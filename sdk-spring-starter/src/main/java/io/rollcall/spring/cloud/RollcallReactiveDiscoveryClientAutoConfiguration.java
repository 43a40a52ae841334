package io.rollcall.spring.cloud;

import io.rollcall.Rollcall;
import io.rollcall.spring.RollcallAutoConfiguration;
import io.rollcall.spring.RollcallProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;

/**
 * Spring Cloud's {@link ReactiveDiscoveryClient} over Rollcall, if Spring Cloud Commons and Reactor are on the class
 * path.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {RollcallAutoConfiguration.class, UtilAutoConfiguration.class},
        before = {SimpleReactiveDiscoveryClientAutoConfiguration.class, ReactiveCommonsClientAutoConfiguration.class})
@ConditionalOnClass({ReactiveDiscoveryClient.class, Flux.class})
@ConditionalOnSingleCandidate(Rollcall.class)
@ConditionalOnDiscoveryEnabled
@ConditionalOnReactiveDiscoveryEnabled
@ConditionalOnBooleanProperty(name = "rollcall.discovery.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RollcallProperties.class)
public final class RollcallReactiveDiscoveryClientAutoConfiguration {

    /** Created by Spring. */
    RollcallReactiveDiscoveryClientAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    RollcallReactiveDiscoveryClient rollcallReactiveDiscoveryClient(Rollcall rollcall, RollcallProperties properties) {
        return new RollcallReactiveDiscoveryClient(
                new CloudServices(rollcall), properties.discovery().order());
    }
}

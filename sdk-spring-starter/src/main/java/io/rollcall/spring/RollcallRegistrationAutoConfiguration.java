package io.rollcall.spring;

import io.rollcall.Rollcall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Registers the application itself, unless {@code rollcall.registration.enabled=false} or Spring Cloud's
 * {@code spring.cloud.service-registry.auto-registration.enabled=false} is set.
 *
 * @since 0.1
 */
@AutoConfiguration(after = RollcallAutoConfiguration.class)
@ConditionalOnSingleCandidate(Rollcall.class)
@ConditionalOnBooleanProperty(name = "rollcall.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "rollcall.registration.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "spring.cloud.service-registry.auto-registration.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RollcallProperties.class)
public final class RollcallRegistrationAutoConfiguration {
    private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration BOOTS_PHASE_TIMEOUT = Duration.ofSeconds(30);

    /** Created by Spring. */
    RollcallRegistrationAutoConfiguration() {}

    @Bean
    RollcallRegistration rollcallRegistration(
            Rollcall rollcall,
            RollcallProperties properties,
            ObjectProvider<ListeningPorts> ports,
            ApplicationContext context) {
        Environment environment = context.getEnvironment();
        checkDrainDelay(
                properties.drainDelay(),
                Binder.get(environment).bind(PHASE_TIMEOUT, Duration.class).orElse(BOOTS_PHASE_TIMEOUT));
        return new RollcallRegistration(
                rollcall,
                properties.instance(),
                environment.getProperty("spring.application.name"),
                ports.getIfAvailable(() -> ListeningPorts.NONE),
                context);
    }

    private static void checkDrainDelay(@Nullable Duration drainDelay, Duration phaseTimeout) {
        if (drainDelay != null && drainDelay.compareTo(phaseTimeout) >= 0) {
            throw new InvalidSettingException(
                    "rollcall.drain-delay",
                    drainDelay + " (expected: less than " + PHASE_TIMEOUT + ", which is " + phaseTimeout + ")",
                    "Shorten the drain delay or extend the timeout: Spring stops the web server after it, whether or not"
                            + " this application is still registered.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebServerInitializedEvent.class)
    static class WebServerPortsConfiguration {

        @Bean
        WebServerPorts rollcallWebServerPorts(ApplicationContext context, ObjectProvider<ServerProperties> server) {
            return new WebServerPorts(context, server.getIfAvailable());
        }
    }
}

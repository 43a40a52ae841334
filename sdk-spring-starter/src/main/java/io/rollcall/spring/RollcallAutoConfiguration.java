package io.rollcall.spring;

import io.rollcall.Rollcall;
import io.rollcall.RollcallBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Creates a {@link Rollcall} from {@code rollcall.*} and the {@link RollcallBuilderCustomizer}s, unless the application
 * has its own. It is closed after the web server has stopped, so that requests in progress can still call other
 * services; therefore it has no shutdown hook, which would not wait for the web server.
 *
 * <p>It does not use HTTP clients or builders of the application.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "rollcall.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RollcallProperties.class)
public final class RollcallAutoConfiguration {

    /** Created by Spring. */
    RollcallAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Rollcall rollcall(RollcallProperties properties, ObjectProvider<RollcallBuilderCustomizer> customizers) {
        RollcallBuilder builder = Rollcall.builder().closeOnShutdown(false);
        BuilderSettings.apply(properties, builder);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw refused(e);
        } catch (IllegalStateException e) {
            throw new InvalidSettingException(
                    "class path",
                    String.valueOf(e.getMessage()),
                    "Import io.rollcall:rollcall-bom before the BOMs of Spring Boot and Spring Cloud, and find"
                            + " with mvn dependency:tree which dependency brings the other OkHttp.");
        }
    }

    private static InvalidSettingException refused(IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return message.startsWith("preferredNetworks")
                ? new InvalidSettingException("rollcall.preferred-networks", refusal)
                : new InvalidSettingException(
                        "rollcall.registry",
                        refusal,
                        "Set rollcall.registry to the URL of your registry, or turn Rollcall off with"
                                + " rollcall.enabled=false.");
    }
}

package io.rollcall.spring.load;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * With {@code rollcall.report-load=true}, a servlet application reports its number of requests in flight to callers in
 * a response header. Off by default, because every caller can read it.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(FilterRegistrationBean.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty("rollcall.report-load")
public final class RollcallLoadReportAutoConfiguration {

    /** Created by Spring. */
    RollcallLoadReportAutoConfiguration() {}

    /** The first filter, so that a request that another filter delays counts too. */
    @Bean
    @ConditionalOnMissingBean(name = "rollcallRequestsInFlightFilter")
    FilterRegistrationBean<RequestsInFlightFilter> rollcallRequestsInFlightFilter() {
        FilterRegistrationBean<RequestsInFlightFilter> registration =
                new FilterRegistrationBean<>(new RequestsInFlightFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setAsyncSupported(true);
        return registration;
    }
}

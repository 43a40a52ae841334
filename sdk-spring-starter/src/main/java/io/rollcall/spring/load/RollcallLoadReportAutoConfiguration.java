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
 * With {@code rollcall.report-load=true}, a servlet application tells its callers in a response header how many
 * requests it serves. Off by default, since whoever calls can read it.
 */
@AutoConfiguration
@ConditionalOnClass(FilterRegistrationBean.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty("rollcall.report-load")
public final class RollcallLoadReportAutoConfiguration {

    /** Made by Spring. */
    RollcallLoadReportAutoConfiguration() {}

    /** First of all filters, so that a request that another one holds up counts too. */
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

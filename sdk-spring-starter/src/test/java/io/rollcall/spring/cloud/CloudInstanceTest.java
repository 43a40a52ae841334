package io.rollcall.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.ServiceInstance;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.loadbalancer.LoadBalancerUriTools;

class CloudInstanceTest {
    private final ServiceInstance.Builder registered =
            ServiceInstance.named("user-service").id("u-1").host("10.0.0.5").port(8443);

    @Test
    void hasTheValuesOfTheRegisteredInstance() {
        CloudInstance instance = new CloudInstance(registered
                .secure(true)
                .version("2.0.0")
                .metadata("team", "users")
                .build());

        assertThat(instance.getServiceId()).isEqualTo("user-service");
        assertThat(instance.getInstanceId()).isEqualTo("u-1");
        assertThat(instance.getUri()).isEqualTo(URI.create("https://10.0.0.5:8443"));
        assertThat(instance.isSecure()).isTrue();
        assertThat(instance.getMetadata()).containsEntry("version", "2.0.0").containsEntry("team", "users");
    }

    @Test
    @DisplayName("F22 an IPv6 address is in brackets once, also in URLs of Spring Cloud")
    void ipv6IsInBracketsOnce() {
        CloudInstance instance =
                new CloudInstance(registered.host("2001:db8::5").port(8080).build());

        assertThat(instance.getUri()).isEqualTo(URI.create("http://[2001:db8::5]:8080"));
        assertThat(LoadBalancerUriTools.reconstructURI(instance, URI.create("http://user-service/users/42")))
                .isEqualTo(URI.create("http://[2001:db8::5]:8080/users/42"));
    }
}

package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.http.PortInUrl;
import io.rollcall.time.TimeSource;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceHostsTest {
    private final ServiceHosts hosts = new ServiceHosts(
            ServiceNames.declared(List.of("billing.v2", "User-Service")), PortInUrl.SOCKET, TimeSource.system());

    @ParameterizedTest
    @CsvSource({
        "http://orders/x,orders",
        "https://orders/,orders",
        "http://orders:80/,orders",
        "http://my_orders-2/,my_orders-2",
        "http://billing.v2/,billing.v2",
        "http://user-service/,User-Service",
    })
    void namesOfServices(String url, String service) {
        assertThat(hosts.serviceOf(HttpUrl.get(url))).isEqualTo(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "http://10.0.0.1/",
                "http://[::1]/",
                "http://example.com/",
                "http://orders:8080/",
                "https://orders:80/",
            })
    void othersAreLeftAlone(String url) {
        assertThat(hosts.serviceOf(HttpUrl.get(url))).isNull();
    }

    @Test
    void namesAreComparedAsHostsAre() {
        assertThat(hosts.serviceOf(HttpUrl.get("http://USER-SERVICE/"))).isEqualTo("User-Service");
    }
}

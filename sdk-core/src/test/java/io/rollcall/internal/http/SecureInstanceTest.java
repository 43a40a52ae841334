package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.Certificate;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureInstanceTest {
    @TempDir
    Path directory = Path.of("");

    private final LoadBalancer balancer = LoadBalancer.of("user-service");
    private final BalancedClients clients = new BalancedClients(
            service -> balancer, ServiceNames.declared(Set.of()), CallRuntime.real(), CallRuntime.config());
    private HttpInstance instance = HttpInstance.start("user-service", "plain");

    @AfterEach
    void end() {
        clients.close();
        instance.close();
    }

    @Test
    void certificateIsThatOfTheService() throws Exception {
        OkHttpClient client = serve("dns:user-service");
        offer(instance.instance());

        assertThat(call(client, "http://user-service/")).isEqualTo("u-1 over https");
        assertThat(call(client, "https://user-service/")).isEqualTo("u-1 over https");
    }

    @Test
    void certificateOfTheAddressIsNotTheServices() throws Exception {
        OkHttpClient client = serve("ip:127.0.0.1");
        offer(instance.instance());

        assertThatThrownBy(() -> call(client, "http://user-service/"))
                .isInstanceOf(ServiceCallException.class)
                .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
        assertThat(instance.requests()).isEmpty();
    }

    @Test
    void metadataMayNameAnotherCertificate() throws Exception {
        OkHttpClient client = serve("dns:fleet.internal");
        offer(instance.instance().metadata("tls.name", "fleet.internal"));
        assertThat(call(client, "http://user-service/")).isEqualTo("u-1 over https");

        offer(instance.instance().metadata("tls.name", "127.0.0.1"));
        client.connectionPool().evictAll();

        assertThatThrownBy(() -> call(client, "http://user-service/")).isInstanceOf(ServiceCallException.class);
    }

    @Test
    void whereARedirectLeadsTheInstancesNameDoesNotCount() throws Exception {
        Certificate certificate = Certificate.of("dns:fleet.internal", directory);
        OkHttpClient client = trusting(certificate);
        HttpInstance elsewhere = HttpInstance.secure("elsewhere", "e-1", certificate);
        String there = "https://localhost:" + elsewhere.instance().build().port() + "/";
        instance.close();
        instance = HttpInstance.secure("user-service", "u-1", certificate, exchange -> {
            exchange.getResponseHeaders().set("Location", there);
            HttpInstance.answer(exchange, 302, "there");
        });
        offer(instance.instance().metadata("tls.name", "fleet.internal"));

        assertThatThrownBy(() -> call(client, "http://user-service/"))
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageContaining("Hostname localhost not verified");
        assertThat(elsewhere.requests()).isEmpty();
        elsewhere.close();
    }

    private OkHttpClient serve(String certified) throws IOException, GeneralSecurityException {
        Certificate certificate = Certificate.of(certified, directory);
        instance.close();
        instance = HttpInstance.secure("user-service", "u-1", certificate);
        return trusting(certificate);
    }

    private OkHttpClient trusting(Certificate certificate) {
        return clients.own()
                .newBuilder()
                .sslSocketFactory(certificate.context().getSocketFactory(), certificate.trust())
                .build();
    }

    private void offer(ServiceInstance.Builder secure) {
        balancer.update(List.of(secure.secure(true).build()));
    }

    private static String call(OkHttpClient client, String url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().string() + " over "
                    + response.request().url().scheme();
        }
    }
}

package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.http.RequestsInFlight;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.RequestContext;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedLoadTest {

    @Test
    void aServerThatSaysItIsBusyIsPassedOver() throws IOException {
        LoadBalancer balancer = LoadBalancer.of("user-service");
        try (HttpInstance busy = saying("u-1", "40");
                HttpInstance idle = saying("u-2", "0");
                BalancedClients clients = new BalancedClients(
                        service -> balancer,
                        ServiceNames.declared(Set.of()),
                        CallRuntime.real(),
                        CallRuntime.config())) {
            balancer.update(List.of(busy.instance().build(), idle.instance().build()));
            while (busy.requests().isEmpty() || idle.requests().isEmpty()) {
                call(clients);
            }

            assertThat(balancer.choose().id()).isEqualTo("u-2");
            assertThat(balancer.choose(RequestContext.keyed("any")).id()).isEqualTo("u-2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "many", "99999999999", "1e3", "9999999"})
    void invalidValuesAreIgnored(String value) {
        Response response = new Response.Builder()
                .request(new Request.Builder().url("http://user-service/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .header(RequestsInFlight.HEADER, value)
                .build();

        assertThat(ReportedLoad.of(response)).isEmpty();
    }

    @Test
    void aServerCountsItsRequests() {
        RequestsInFlight inFlight = new RequestsInFlight();

        assertThat(inFlight.begin()).isEqualTo("0");
        assertThat(inFlight.begin()).isEqualTo("1");
        inFlight.end();
        assertThat(inFlight.begin()).isEqualTo("1");
    }

    private static HttpInstance saying(String id, String load) {
        return HttpInstance.start("user-service", id, exchange -> {
            exchange.getResponseHeaders().set(RequestsInFlight.HEADER, load);
            exchange.sendResponseHeaders(200, -1);
        });
    }

    private static void call(BalancedClients clients) throws IOException {
        Request request = new Request.Builder().url("http://user-service/").build();
        try (Response response = clients.own().newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
    }
}

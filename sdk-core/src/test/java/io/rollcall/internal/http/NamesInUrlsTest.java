package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.http.PortInUrl;
import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.registry.RegistryException;
import io.rollcall.testing.HttpInstance;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of services as URLs have them. */
class NamesInUrlsTest {
    private static final Dns NO_DNS = host -> {
        throw new UnknownHostException(host + ": not in DNS");
    };

    private final VirtualScheduler time = new VirtualScheduler();
    private final Map<String, LoadBalancer> balancers = new ConcurrentHashMap<>();
    private final Set<String> followed = new ConcurrentSkipListSet<>();
    private final List<HttpInstance> running = new ArrayList<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private Collection<String> registered = List.of();
    private BalancedClients clients = clients(PortInUrl.SOCKET);

    @AfterEach
    void end() {
        clients.close();
        running.forEach(HttpInstance::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UserService", "com.acme.Users", "userservice"})
    @DisplayName("F51 a declared service is found in any case, and with dots")
    void declaredServiceIsFound(String name) throws IOException {
        start("UserService");
        start("com.acme.Users");

        assertThat(get("http://" + name + "/")).isEqualToIgnoringCase(name);
    }

    @Test
    @DisplayName("F51 so is one that is followed")
    void followedServiceIsFound() throws IOException {
        start("org.acme.Orders");
        followed.add("org.acme.Orders");

        assertThat(get("http://org.acme.orders/")).isEqualTo("org.acme.Orders");
        assertThat(lookups).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderService", "org.acme.orders"})
    @DisplayName("F51 so is one that only the registry knows, which is asked once")
    void registeredServiceIsFound(String name) throws IOException {
        start(name);
        registered = List.of("others", name);

        for (int i = 0; i < 3; i++) {
            assertThat(get("http://" + name + "/")).isEqualTo(name);
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void unknownNamesFailAsBeforeAndAskTheRegistryEveryFiveSeconds() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> get("http://nothing/")).isInstanceOf(ServiceCallException.class);
            assertThatThrownBy(() -> get("http://no.where/"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("no.where: not in DNS");
        }
        assertThat(lookups).hasValue(1);

        time.advance(Duration.ofSeconds(5));
        assertThatThrownBy(() -> get("http://nothing/")).isInstanceOf(ServiceCallException.class);
        assertThat(lookups).hasValue(2);
    }

    @Test
    @DisplayName("F51 a port in the URL is a mistake that the message names")
    void portIsANamedMistake() throws IOException {
        start("user-service");

        assertThatThrownBy(() -> get("http://user-service:8080/x"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("user-service: the URL has a port (8080), so it names a socket of a host in DNS, and no"
                        + " service. Next: call http://user-service/ to have the service balanced, or build with"
                        + " portInUrl(PortInUrl.IGNORE).");
        assertThatThrownBy(() -> get("http://no.where:8080/x")).hasMessage("no.where: not in DNS");
    }

    @Test
    @DisplayName("F51 or it is ignored")
    void portCanBeIgnored() throws IOException {
        clients.close();
        clients = clients(PortInUrl.IGNORE);
        HttpInstance instance = start("user-service");
        String authority = instance.instance().build().authority();

        assertThat(get("http://user-service:8080/x")).isEqualTo("user-service");
        assertThat(get("http://" + authority + "/x"))
                .as("addresses and localhost name sockets still")
                .isEqualTo("user-service");
    }

    private BalancedClients clients(PortInUrl port) {
        return new BalancedClients(
                name -> balancers.computeIfAbsent(name, LoadBalancer::of),
                new ServiceNames(List.of("UserService", "com.acme.Users"), () -> followed, () -> {
                    lookups.incrementAndGet();
                    if (registered.isEmpty()) {
                        throw new RegistryException(RegistryException.Kind.UNAVAILABLE, "down");
                    }
                    return registered;
                }),
                CallRuntime.virtual(time),
                CallRuntime.config().withPortInUrl(port));
    }

    private HttpInstance start(String service) {
        HttpInstance instance = HttpInstance.start(service, service);
        running.add(instance);
        balancers
                .computeIfAbsent(service, LoadBalancer::of)
                .update(List.of(instance.instance().build()));
        return instance;
    }

    private String get(String url) throws IOException {
        OkHttpClient client = clients.own().newBuilder().dns(NO_DNS).build();
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().string();
        }
    }
}

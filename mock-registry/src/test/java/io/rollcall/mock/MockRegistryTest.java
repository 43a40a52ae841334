package io.rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.http.Api;
import io.rollcall.mock.internal.http.EventStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MockRegistryTest {

    @Test
    void startsInOneLineOnALoopbackPort() {
        try (MockRegistry registry = MockRegistry.start()) {
            assertThat(registry.uri()).hasScheme("http").hasHost("127.0.0.1").hasPort(registry.port());
            assertThat(registry.running()).isTrue();
            assertThat(Api.of(registry).get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("F24 close ends every thread and connection that it owns")
    void closeEndsEveryThreadAndConnection() throws IOException {
        List<String> before = ownThreads();
        MockRegistry registry = MockRegistry.start();
        Api.of(registry).register("{'serviceName':'orders','ip':'10.0.0.1','port':1}");
        try (EventStream stream = EventStream.open(registry.uri(), "service=orders");
                Socket idle = new Socket("127.0.0.1", registry.port())) {
            stream.next();
            assertThat(ownThreads())
                    .hasSizeGreaterThan(before.size())
                    .allMatch(name -> name.startsWith("rollcall-mock-"));

            registry.close();
            registry.close();

            assertThat(stream.ends()).isTrue();
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            await().untilAsserted(() -> assertThat(ownThreads()).isSubsetOf(before));
            assertThatThrownBy(() -> new Socket("127.0.0.1", registry.port())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void restartKeepsAddressAndInstancesButIsAnotherIncarnation() {
        try (MockRegistry registry = MockRegistry.start()) {
            Api api = Api.of(registry);
            api.register("{'serviceName':'orders','ip':'10.0.0.1','port':1,'instanceId':'o-1','generation':4}");
            List<RegisteredInstance> held = registry.instances();
            String earlier = registry.incarnation();
            int port = registry.port();

            registry.restart();

            assertThat(registry.port()).isEqualTo(port);
            assertThat(registry.instances()).isEqualTo(held);
            assertThat(registry.incarnation()).isNotEqualTo(earlier);
            assertThat(api.heartbeat("orders", "o-1", "{'generation':4}").status())
                    .isEqualTo(204);
        }
    }

    @Test
    @DisplayName("F08 a registry that was emptied says so to every heartbeat")
    void restartEmptyForgetsEverything() {
        try (MockRegistry registry = MockRegistry.start()) {
            Api api = Api.of(registry);
            api.register("{'serviceName':'orders','ip':'10.0.0.1','port':1,'instanceId':'o-1'}");

            registry.restartEmpty();

            assertThat(registry.instances()).isEmpty();
            assertThat(api.heartbeat("orders", "o-1", "{}").status()).isEqualTo(404);
            assertThat(api.get("/services").json().get("revision").longValue()).isZero();
        }
    }

    @Test
    void itsAddressStaysKnownWhileItIsStopped() {
        try (MockRegistry registry = MockRegistry.start()) {
            URI before = registry.uri();
            registry.stop();

            assertThat(registry.uri()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("while it is stopped, connections are refused and no other server is given its port")
    void itKeepsItsPortWhileItIsStopped() throws IOException {
        try (MockRegistry registry = MockRegistry.start()) {
            registry.stop();

            assertThatThrownBy(() -> new Socket("127.0.0.1", registry.port())).isInstanceOf(ConnectException.class);
            try (Socket other = new Socket()) {
                assertThatThrownBy(() -> other.bind(new InetSocketAddress("127.0.0.1", registry.port())))
                        .isInstanceOf(BindException.class);
            }
        }
    }

    @Test
    void closedItGivesItsPortBack() {
        MockRegistry registry = MockRegistry.start();
        registry.close();
        registry.close();

        try (MockRegistry other = MockRegistry.builder().port(registry.port()).start()) {
            assertThat(other.port()).isEqualTo(registry.port());
        }
    }

    @Test
    void timeOffCostsNobodyItsLease() {
        VirtualClock clock = VirtualClock.create();
        try (MockRegistry registry = MockRegistry.builder().clock(clock).start()) {
            registry.register(RegistrationRequest.of("orders", "10.0.0.1", 1).build());
            clock.advance(Duration.ofSeconds(25));
            registry.stop();
            assertThat(registry.running()).isFalse();
            clock.advance(Duration.ofSeconds(8));

            registry.restart();
            clock.advance(Duration.ofSeconds(29));

            assertThat(registry.instances("orders")).hasSize(1);
        }
    }

    @Test
    @DisplayName("F15 on the machine's own clock, too, a silent instance goes and its subscribers hear of it")
    void leasesRunOutInRealTime() throws IOException {
        try (MockRegistry registry = MockRegistry.builder()
                        .ttl(Duration.ofMillis(400))
                        .heartbeat(Duration.ofMillis(100))
                        .sweep(Duration.ofMillis(20))
                        .start();
                EventStream stream = EventStream.open(registry.uri(), "service=orders")) {
            stream.next();
            registry.register(RegistrationRequest.of("orders", "10.0.0.1", 1).build());

            assertThat(stream.next().instanceIds()).hasSize(1);
            assertThat(stream.next().instanceIds()).isEmpty();
        }
    }

    @Test
    void startsWithWhatAnotherOneHeld() {
        try (MockRegistry first = MockRegistry.start()) {
            first.register(RegistrationRequest.of("orders", "10.0.0.1", 1)
                    .generation(7)
                    .build());
            try (MockRegistry second =
                    MockRegistry.builder().dataFrom(first.instances()).start()) {
                assertThat(second.instances()).isEqualTo(first.instances());
            }
        }
    }

    @Test
    void registersAndRemovesInProcess() {
        try (MockRegistry registry = MockRegistry.start()) {
            RegisteredInstance held = registry.register(RegistrationRequest.of("orders", "::1", 8080)
                    .metadata("zone", "eu-1a")
                    .build());

            assertThat(held.instanceId()).matches("orders---1-8080-[0-9a-f]{8}");
            assertThat(registry.instances("orders")).containsExactly(held);
            assertThat(registry.services())
                    .singleElement()
                    .matches(service -> service.name().equals("orders"));
            assertThat(registry.deregister("orders", held.instanceId())).isTrue();
            assertThat(registry.deregister("orders", held.instanceId())).isFalse();
            assertThatThrownBy(() -> RegistrationRequest.of("orders", "fe80::1%eth0", 8080)
                            .build())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("ip: fe80::1%eth0 (expected: a host name");
        }
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<String> before = ownThreads();
            assertThatThrownBy(() ->
                            MockRegistry.builder().port(taken.getLocalPort()).start())
                    .isInstanceOfSatisfying(
                            PortUnavailableException.class,
                            failure -> assertThat(failure.port()).isEqualTo(taken.getLocalPort()))
                    .hasMessageStartingWith("port: " + taken.getLocalPort() + " on 127.0.0.1 cannot be used");
            await().untilAsserted(() -> assertThat(ownThreads()).isSubsetOf(before));
        }
    }

    @Test
    void saysThatTheHostIsNotThisMachines() {
        assertThatThrownBy(() -> MockRegistry.builder().host("192.0.2.1").start())
                .isInstanceOf(PortUnavailableException.class);
        assertThatThrownBy(() -> MockRegistry.builder().host("no such host").start())
                .isInstanceOf(PortUnavailableException.class);
    }

    @Test
    @DisplayName("F22 an IPv6 address is in brackets inside the URL and nowhere else")
    void listensOnIpv6() {
        try (MockRegistry registry = MockRegistry.builder().host("::1").start()) {
            assertThat(registry.uri().toString()).isEqualTo("http://[::1]:" + registry.port());
            Api api = Api.of(registry);
            api.register("{'serviceName':'orders','ip':'::1','port':1}");
            assertThat(registry.instances("orders").get(0).ip()).isEqualTo("::1");
        }
    }

    @Test
    void anAddressForEveryoneIsReachedThroughLoopback() {
        try (MockRegistry registry = MockRegistry.builder().host("0.0.0.0").start()) {
            assertThat(registry.uri()).hasHost("127.0.0.1");
            assertThat(Api.of(registry).get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatThrownBy(() -> MockRegistry.builder().port(65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: 65536 (expected: 0 to 65535)");
        assertThatThrownBy(
                        () -> MockRegistry.builder().ttl(Duration.ofSeconds(5)).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heartbeat: PT10S (expected: shorter than the ttl PT5S)");
        assertThatThrownBy(() -> MockRegistry.builder().maxSubscribers(0)).hasMessageContaining("maxSubscribers: 0");
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("rollcall-mock") || name.contains("XNIO") || name.contains("I/O-"))
                .toList();
    }
}

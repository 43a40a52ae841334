package io.rollcall.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
    private static final List<NetworkInterfaceInfo> HOST = List.of(
            nic("lo", true, "127.0.0.1", "::1"),
            nic("docker0", false, "172.17.0.1"),
            nic("br-12ab", false, "172.18.0.1"),
            nic("eth0", false, "fe80::1", "2001:db8::5", "192.0.2.5"),
            nic("eth1", false, "10.1.2.3"));

    @Test
    @DisplayName("F21 the configured host comes first")
    void explicitHostComesFirst() {
        assertThat(own("orders.example", List.of("10.0.0.0/8"), "eth0", "192.0.2.5")
                        .get())
                .isEqualTo("orders.example");
    }

    @Test
    @DisplayName("F21 then the preferred networks, the first first")
    void preferredNetworksComeNext() {
        assertThat(own(null, List.of("10.0.0.0/8", "192.0.2.0/24"), "eth0", "192.0.2.5")
                        .get())
                .isEqualTo("10.1.2.3");
        assertThat(own(null, List.of("203.0.113.0/24", "2001:db8::/32"), null, null)
                        .get())
                .isEqualTo("2001:db8:0:0:0:0:0:5");
    }

    @Test
    @DisplayName("F21 then the interface, then the route to the registry")
    void interfaceComesBeforeRoute() {
        assertThat(own(null, List.of(), "eth1", "192.0.2.5").get()).isEqualTo("10.1.2.3");
        assertThat(own(null, List.of(), null, "10.1.2.3").get()).isEqualTo("10.1.2.3");
    }

    @Test
    @DisplayName("F21 docker0's address is not registered, even if the route leads there")
    void containerBridgesAreLeftOut() {
        assertThat(own(null, List.of(), null, "172.17.0.1").get()).isEqualTo("192.0.2.5");
        assertThat(own(null, List.of(), null, null).get()).isEqualTo("192.0.2.5");
    }

    @Test
    @DisplayName("F21 loopback is registered only where the registry is on loopback")
    void loopbackOnlyIfTheRegistryIsThere() {
        assertThat(own(null, List.of(), null, "127.0.0.1").get()).isEqualTo("127.0.0.1");
    }

    @Test
    @DisplayName("F21 loopback is left out, whether the interface is or only its address")
    void loopbackIsLeftOut() {
        assertThat(addressAmong(
                        nic("lo", true, "192.0.2.99"),
                        nic("dummy0", false, "127.0.0.53"),
                        nic("eth0", false, "192.0.2.5")))
                .isEqualTo("192.0.2.5");
    }

    @Test
    @DisplayName("F21 link-local addresses are left out, also where the interface was named or the route leads there")
    void linkLocalAddressesAreLeftOut() {
        NetworkInterfaceInfo eth0 = nic("eth0", false, "fe80::1", "2001:db8::5");

        assertThat(new OwnAddress(null, List.of(), "eth0", () -> List.of(eth0), () -> null).get())
                .isEqualTo("2001:db8:0:0:0:0:0:5");
        for (String useless : List.of("fe80::1", "169.254.0.7", "0.0.0.0")) {
            assertThat(own(null, List.of(), null, useless).get()).as(useless).isEqualTo("192.0.2.5");
        }
    }

    @Test
    @DisplayName("F21 a look-up of the registry that hangs, fails or is interrupted costs a second at most")
    void routeProbeThatFailsIsNoMoreThanNoRoute() {
        List<String> here = NetworkInterfaceInfo.all().stream()
                .map(NetworkInterfaceInfo::name)
                .toList();
        OwnAddress hanging = OwnAddress.of(null, List.of(), null, URI.create("http://rollcall.example"), task -> {});
        OwnAddress failing = OwnAddress.of(null, List.of(), null, URI.create("http:/no-host"), Runnable::run);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> addressOrNone(hanging, here));
        addressOrNone(failing, here);
        Thread.currentThread().interrupt();
        addressOrNone(hanging, here);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A machine without a network has none. */
    private static void addressOrNone(OwnAddress own, List<String> interfaces) {
        try {
            assertThat(own.get()).isNotEmpty();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining(interfaces.toString());
        }
    }

    @Test
    @DisplayName("F21 an agent on loopback does not make this host register a loopback address")
    void loopbackLastWhereTheRegistryIsAnAgent() {
        OwnAddress alone = new OwnAddress(
                null, List.of(), null, () -> List.of(nic("lo", true, "127.0.0.1")), () -> address("127.0.0.1"));

        assertThat(own(null, List.of(), null, "127.0.0.1").loopbackLast(true).get())
                .isEqualTo("192.0.2.5");
        assertThat(own(null, List.of(), null, "10.1.2.3").loopbackLast(true).get())
                .isEqualTo("10.1.2.3");
        assertThat(alone.loopbackLast(true).get()).isEqualTo("127.0.0.1");
    }

    @Test
    @DisplayName("F21 a host without a usable address is an error that names the interfaces and what to do")
    void hostWithoutAddressIsReported() {
        OwnAddress own = new OwnAddress(
                null,
                List.of(),
                null,
                () -> List.of(nic("lo", true, "127.0.0.1"), nic("eth0", false, "fe80::1")),
                () -> null);

        assertThatThrownBy(own::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[lo, eth0]")
                .hasMessageContaining("Next: set the instance's host");
    }

    @Test
    @DisplayName("F22 the scope of an IPv6 address is cut off")
    void scopeIsCutOff() throws UnknownHostException {
        InetAddress scoped =
                java.net.Inet6Address.getByAddress("x", address("2001:db8::7").getAddress(), 3);
        assertThat(scoped.getHostAddress()).contains("%");

        OwnAddress own = new OwnAddress(null, List.of(), null, List::of, () -> scoped);

        assertThat(own.get()).isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void routeProbeFindsLoopbackForALocalRegistry() {
        OwnAddress own = OwnAddress.of(null, List.of(), null, URI.create("http://127.0.0.1:8848"), Runnable::run);

        assertThat(own.get()).isEqualTo("127.0.0.1");
    }

    @Test
    void networkMustBeARangeAndIsNeverLookedUp() {
        for (String wrong : List.of("10.0.0.0/33", "example.org/8", "10.0.0.0/x", "", "fd00::/129")) {
            assertThatThrownBy(() -> NetworkRange.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected: a range such as 10.0.0.0/8");
        }
    }

    @Test
    void aRangeIsOfOneFamily() {
        assertThat(NetworkRange.parse("0.0.0.0/0").contains(address("2001:db8::5")))
                .isFalse();
        assertThat(NetworkRange.parse("::/0").contains(address("192.0.2.5"))).isFalse();
        assertThat(NetworkRange.parse("::/0").contains(address("2001:db8::5"))).isTrue();
    }

    private static String addressAmong(NetworkInterfaceInfo... interfaces) {
        return new OwnAddress(null, List.of(), null, () -> List.of(interfaces), () -> null).get();
    }

    private static OwnAddress own(
            @Nullable String host, List<String> networks, @Nullable String nic, @Nullable String route) {
        return new OwnAddress(host, networks, nic, () -> HOST, () -> route == null ? null : address(route));
    }

    private static NetworkInterfaceInfo nic(String name, boolean loopback, String... addresses) {
        return new NetworkInterfaceInfo(
                name,
                loopback,
                Stream.of(addresses).map(OwnAddressTest::address).toList());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

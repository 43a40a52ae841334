package io.rollcall.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceInstanceTest {
    private static ServiceInstance.Builder users() {
        return ServiceInstance.named("users").host("10.0.0.1").port(8080);
    }

    @Test
    void isUpAndOfWeight100AndNamedAfterItsPlaceByDefault() {
        ServiceInstance instance = users().build();

        assertThat(instance.status()).isEqualTo(InstanceStatus.UP);
        assertThat(instance.weight()).isEqualTo(100);
        assertThat(instance.id()).isEqualTo("users-10.0.0.1-8080");
        assertThat(instance.secure()).isFalse();
        assertThat(instance.generation()).isZero();
        assertThat(instance.metadata()).isEmpty();
        assertThat(instance.version()).isNull();
    }

    @Test
    void readsVersionEnvZoneAndWeightFromItsMetadata() {
        ServiceInstance instance = users().metadata(
                        Map.of("version", "1.4.0", "env", "prod", "zone", "a", "weight", "7"))
                .build();

        assertThat(instance.version()).isEqualTo("1.4.0");
        assertThat(instance.env()).isEqualTo("prod");
        assertThat(instance.zone()).isEqualTo("a");
        assertThat(instance.weight()).isEqualTo(7);
    }

    @Test
    void hasFurtherPortsByName() {
        ServiceInstance instance = users().port("grpc", 9090).build();

        assertThat(instance.port("grpc")).isEqualTo(9090);
        assertThat(instance.metadata("port.grpc")).isEqualTo("9090");
        assertThat(instance.port("management")).isNull();
        assertThat(instance.port()).isEqualTo(8080);
    }

    @Test
    void writesIpv6InBracketsOnlyInItsAuthority() {
        ServiceInstance instance = users().host("2001:db8::1").build();

        assertThat(instance.authority()).isEqualTo("[2001:db8::1]:8080");
        assertThat(instance.host()).isEqualTo("2001:db8::1");
        assertThat(instance.id()).isEqualTo("users-2001-db8--1-8080");
    }

    @Test
    void leavesTheIdOpenWhileTheHostIsNotKnown() {
        ServiceInstance unplaced = ServiceInstance.named("users").port(8080).build();

        assertThat(unplaced.id()).isEmpty();
        assertThat(unplaced.toBuilder().host("h").build().id()).isEqualTo("users-h-8080");
    }

    @Test
    void cutsAnIdThatWouldBeTooLong() {
        assertThat(users().host("h".repeat(63) + ".host".repeat(38)).build().id())
                .hasSize(128)
                .endsWith("host-8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a\n", "%2e", "users?"})
    void refusesNamesThatCouldNotStandInAPath(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceInstance.named(name))
                .withMessageStartingWith("service: ")
                .withMessageContaining("(expected: 1 to 128");
        assertThatIllegalArgumentException().isThrownBy(() -> users().id(name)).withMessageStartingWith("id: ");
    }

    @Test
    void takesNamesUpTo128Characters() {
        assertThat(ServiceInstance.named("a".repeat(128)).port(1).build().service())
                .hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> ServiceInstance.named("a".repeat(129)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "[::1]", "fe80::1%eth0", "h:80/x", "a@b", "h\r\nX: y"})
    void refusesHostsThatCouldChangeAUrl(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().host(host))
                .withMessageContaining("without brackets or scope");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_536, Integer.MAX_VALUE})
    void refusesPortsOutOfRange(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().port(port))
                .withMessage("port: \"%s\" (expected: 1 to 65535)", port);
        assertThatIllegalArgumentException().isThrownBy(() -> users().port("grpc", port));
    }

    @Test
    void needsAPort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceInstance.named("users").host("h").build())
                .withMessageStartingWith("port: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "10001", "many", "", "1.5", "+5", "0x10", "99999999999999999999", "\u0663"})
    void refusesWeightsWhereTheyEnter(String weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().metadata("weight", weight))
                .withMessageEndingWith("(expected: an integer from 0 to 10000)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000})
    void takesWeightsFrom0To10000(int weight) {
        assertThat(users().weight(weight).build().weight()).isEqualTo(weight);
    }

    @Test
    void boundsMetadata() {
        ServiceInstance.Builder full = users();
        for (int i = 0; i < 64; i++) {
            full.metadata("k" + i, "v");
        }

        assertThat(full.build().metadata()).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.metadata("one more", "v"))
                .withMessageContaining("at most 64 entries");
        assertThatIllegalArgumentException().isThrownBy(() -> users().metadata("k".repeat(129), "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> users().metadata("", "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> users().metadata("k\n", "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> users().metadata("k", "v\u0000"));
        assertThatIllegalArgumentException().isThrownBy(() -> users().metadata("k", "v".repeat(1_025)));
        assertThat(users().metadata("k".repeat(128), "v".repeat(1_024)).build().metadata())
                .hasSize(1);
    }

    @Test
    @DisplayName("F37 an entry that is refused is not in the builder, and one that is there can be replaced")
    void aRefusedEntryLeavesNoTrace() {
        ServiceInstance.Builder full = users();
        for (int i = 0; i < 64; i++) {
            full.metadata("k" + i, "v");
        }

        assertThatIllegalArgumentException().isThrownBy(() -> full.metadata("one more", "v"));
        assertThat(full.metadata("k0", "w").build().metadata()).hasSize(64).containsEntry("k0", "w");
    }

    @Test
    void doesNotRepeatAllOfAHostileValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().id("\u001b[31m" + "x".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\u001b"));
    }

    static List<UnaryOperator<ServiceInstance.Builder>> changes() {
        return List.of(
                b -> b.id("other"),
                b -> b.host("10.0.0.2"),
                b -> b.port(8081),
                b -> b.secure(true),
                b -> b.status(InstanceStatus.DRAINING),
                b -> b.generation(2),
                b -> b.registeredAt(1),
                b -> b.version("2.0.0"),
                b -> b.weight(1),
                b -> b.metadata("tag", "b"),
                b -> b.metadata("new", ""),
                b -> b.removeMetadata("tag"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    @DisplayName("F27 any change is a change, also at the same address")
    void anyChangeIsAChange(UnaryOperator<ServiceInstance.Builder> change) {
        ServiceInstance before = users().metadata("tag", "a").build();

        assertThat(change.apply(before.toBuilder()).build()).isNotEqualTo(before);
        assertThat(before.toBuilder().build()).isEqualTo(before).hasSameHashCodeAs(before);
    }

    @Test
    void doesNotChangeWithItsBuilder() {
        ServiceInstance.Builder builder = users().metadata("tag", "a");
        ServiceInstance instance = builder.build();
        builder.metadata("tag", "b");

        assertThat(instance.metadata("tag")).isEqualTo("a");
        assertThat(Stream.of(instance.metadata())).allSatisfy(m -> assertThat(m).isUnmodifiable());
    }
}

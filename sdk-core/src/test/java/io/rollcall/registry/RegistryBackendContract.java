package io.rollcall.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of every backend: extend it and implement {@link #connect}. A stubbed registry learns from
 * {@link #lifecycleOf} and {@link #newerIsRegistered} which requests to expect.
 */
public abstract class RegistryBackendContract {
    /** The context of every backend. */
    private static final BackendContext CONTEXT = BackendContext.of(TimeSource.system(), Duration.ofSeconds(5));

    private @Nullable RegistryBackend connected;

    /** For subclasses. */
    protected RegistryBackendContract() {}

    /** Creates a backend of an empty registry. It is closed after the test. */
    protected abstract RegistryBackend connect(BackendContext context);

    /** {@code instance} will be registered, perhaps renewed as DRAINING, and perhaps removed. */
    protected void lifecycleOf(ServiceInstance instance) {}

    /** Puts a newer generation of {@code instance} into the registry. */
    protected void newerIsRegistered(ServiceInstance instance) {
        backend()
                .register(instance.toBuilder()
                        .generation(instance.generation() + 1)
                        .build());
    }

    @BeforeEach
    final void connect() {
        connected = connect(CONTEXT);
    }

    @AfterEach
    final void disconnect() {
        backend().close();
    }

    /** The backend of this test. */
    protected final RegistryBackend backend() {
        return Objects.requireNonNull(connected);
    }

    /** An instance in which every field is set. */
    protected static ServiceInstance orders() {
        return ServiceInstance.named("orders")
                .id("orders-1")
                .host("10.0.0.1")
                .port(8443)
                .secure(true)
                .generation(42)
                .registeredAt(1_767_225_600_000L)
                .version("1.4.0")
                .zone("eu-1a")
                .weight(7)
                .port("grpc", 9090)
                .metadata("note", "ä \"quoted\" <value> & 漢")
                .build();
    }

    private ServiceView fetched() {
        return backend().fetch("orders", null).orElseThrow();
    }

    @Test
    void grantsALeaseThatIsRenewedBeforeItEnds() {
        lifecycleOf(orders());

        Lease lease = backend().register(orders());

        assertThat(lease.heartbeat()).isPositive().isLessThan(lease.ttl());
    }

    @Test
    void listsARegisteredInstanceWithAllItsFields() {
        lifecycleOf(orders());
        backend().register(orders());

        ServiceView view = fetched();

        assertThat(view.service()).isEqualTo("orders");
        assertThat(view.instances()).containsExactly(orders());
    }

    @Test
    @DisplayName("F22 an IPv6 address goes there and back without brackets")
    void carriesIpv6() {
        ServiceInstance six = orders().toBuilder().host("2001:db8::7").build();
        lifecycleOf(six);
        backend().register(six);

        assertThat(fetched().instances()).singleElement().satisfies(instance -> {
            assertThat(instance.host()).isEqualTo("2001:db8::7");
            assertThat(instance.authority()).isEqualTo("[2001:db8::7]:8443");
        });
    }

    @Test
    void renewalUpdatesTheStatus() {
        lifecycleOf(orders());
        backend().register(orders());

        backend().renew(orders().toBuilder().status(InstanceStatus.DRAINING).build());

        assertThat(fetched().instances())
                .singleElement()
                .extracting(ServiceInstance::status)
                .isEqualTo(InstanceStatus.DRAINING);
    }

    @Test
    @DisplayName("F08 renewing what the registry does not know is NOT_FOUND")
    void renewalOfTheUnknownIsNotFound() {
        assertKind(Kind.NOT_FOUND, () -> backend().renew(orders()));
    }

    @Test
    void removedInstanceIsNoLongerListed() {
        lifecycleOf(orders());
        backend().register(orders());
        assertThat(fetched().instances()).hasSize(1);

        backend().deregister(orders());

        assertThat(fetched().instances()).isEmpty();
    }

    @Test
    void removingAnUnknownInstanceSucceeds() {
        backend().deregister(orders());
    }

    @Test
    @DisplayName("F10 an older generation can neither register, renew nor remove a newer one")
    void olderGenerationIsRejected() {
        newerIsRegistered(orders());

        assertKind(Kind.CONFLICT, () -> backend().register(orders()));
        assertKind(Kind.CONFLICT, () -> backend().renew(orders()));
        assertKind(Kind.CONFLICT, () -> backend().deregister(orders()));
        assertThat(fetched().instances())
                .singleElement()
                .extracting(ServiceInstance::generation)
                .isEqualTo(43L);
    }

    @Test
    void unknownServiceHasNoInstances() {
        assertThat(backend().fetch("unknown", null).orElseThrow().instances()).isEmpty();
    }

    @Test
    void unchangedServiceIsNotSentAgain() {
        lifecycleOf(orders());
        backend().register(orders());
        ServiceView known = fetched();

        assertThat(backend().fetch("orders", known)).isEmpty();
    }

    @Test
    void changedServiceSupersedesTheKnownView() {
        lifecycleOf(orders());
        backend().register(orders());
        ServiceView known = fetched();
        backend().deregister(orders());

        ServiceView now = backend().fetch("orders", known).orElseThrow();

        assertThat(now.supersedes(known)).isTrue();
        assertThat(known.supersedes(now)).isEqualTo(!now.incarnation().equals(known.incarnation()));
    }

    @Test
    void listsItsServices() {
        lifecycleOf(orders());
        backend().register(orders());

        assertThat(backend().services()).contains("orders").isSorted();
    }

    @Test
    void watchPublishesTheCurrentStateAndChanges() {
        RecordingListener listener = new RecordingListener();
        lifecycleOf(orders());
        try (Watch watch = backend().watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            ServiceView first = listener.awaitView(view -> view.instances().isEmpty());
            backend().register(orders());

            ServiceView second = listener.awaitView(view -> view.instances().contains(orders()));

            assertThat(second.supersedes(first)).isTrue();
            listener.awaitSigns(1);
        }
    }

    @Test
    void closedBackendEndsItsWatchesAndRejectsCalls() {
        RecordingListener listener = new RecordingListener();
        lifecycleOf(orders());
        Watch watch = backend().watch(Set.of("orders"), listener);
        listener.awaitSigns(1);
        watch.close();
        int received = listener.views().size() + listener.ends();

        backend().close();

        assertKind(Kind.UNAVAILABLE, () -> backend().register(orders()));
        assertThat(listener.views().size() + listener.ends()).isEqualTo(received);
    }

    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}

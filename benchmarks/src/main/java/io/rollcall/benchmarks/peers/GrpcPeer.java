package io.rollcall.benchmarks.peers;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ChannelLogger;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.SynchronizationContext;
import io.grpc.internal.PickSubchannelArgsImpl;
import io.rollcall.benchmarks.pick.Fleet;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** gRPC's balancers, over subchannels that are ready without a connection. */
final class GrpcPeer {
    private static final int HASHES = 1_024;
    private static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(Fleet.SERVICE + "/call")
            .build();

    private GrpcPeer() {}

    static Peer roundRobin(int n) {
        return of("round_robin", n);
    }

    static Peer leastRequest(int n) {
        return of("least_request_experimental", n);
    }

    /** Without reports of load all weights are equal; the stride is walked all the same. */
    static Peer weightedRoundRobin(int n) {
        return of("weighted_round_robin", n);
    }

    /** Its hash of a request comes ready-made, as xDS hands it over. */
    static Peer ringHash(int n) {
        Channel channel = channel("ring_hash_experimental", n);
        CallOptions.Key<Long> hash = hashKey();
        SplittableRandom random = new SplittableRandom(1);
        List<LoadBalancer.PickSubchannelArgs> requests = IntStream.range(0, HASHES)
                .mapToObj(i -> args(CallOptions.DEFAULT.withOption(hash, random.nextLong())))
                .toList();
        // It connects a subchannel when the first request falls to it, and has another picker after that.
        requests.forEach(request -> channel.newest().pickSubchannel(request));
        SubchannelPicker picker = channel.ready();
        AtomicInteger next = new AtomicInteger();
        return () -> picker.pickSubchannel(requests.get(next.getAndIncrement() & HASHES - 1));
    }

    /** gRPC keeps it to itself. */
    @SuppressWarnings("unchecked")
    private static CallOptions.Key<Long> hashKey() {
        try {
            Field key = Class.forName("io.grpc.xds.XdsNameResolver").getDeclaredField("RPC_HASH_KEY");
            key.setAccessible(true);
            return (CallOptions.Key<Long>) key.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("grpc: this version has another key for the request's hash", e);
        }
    }

    private static Peer of(String policy, int n) {
        SubchannelPicker picker = channel(policy, n).ready();
        LoadBalancer.PickSubchannelArgs args = args(CallOptions.DEFAULT);
        return () -> picker.pickSubchannel(args);
    }

    private static LoadBalancer.PickSubchannelArgs args(CallOptions options) {
        return new PickSubchannelArgsImpl(METHOD, new Metadata(), options, new LoadBalancer.PickDetailsConsumer() {});
    }

    private static Channel channel(String policy, int n) {
        LoadBalancerProvider provider =
                LoadBalancerRegistry.getDefaultRegistry().getProvider(policy);
        if (provider == null) {
            throw new IllegalStateException("grpc: no provider for " + policy);
        }
        Channel channel = new Channel();
        LoadBalancer balancer = provider.newLoadBalancer(channel);
        ConfigOrError config = provider.parseLoadBalancingPolicyConfig(Map.of());
        List<EquivalentAddressGroup> addresses = IntStream.range(0, n)
                .mapToObj(i -> new EquivalentAddressGroup(new InetSocketAddress(Fleet.host(i), 8080)))
                .toList();
        channel.sync.execute(() -> balancer.acceptResolvedAddresses(ResolvedAddresses.newBuilder()
                .setAddresses(addresses)
                .setLoadBalancingPolicyConfig(config == null ? null : config.getConfig())
                .build()));
        return channel;
    }

    /** A channel that makes subchannels ready as soon as they are requested to connect. */
    private static final class Channel extends LoadBalancer.Helper {
        private final SynchronizationContext sync = new SynchronizationContext((thread, failure) -> {
            throw new IllegalStateException(failure);
        });
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "grpc-peer");
            thread.setDaemon(true);
            return thread;
        });
        private @Nullable SubchannelPicker picker;
        private ConnectivityState state = ConnectivityState.IDLE;

        SubchannelPicker newest() {
            if (picker == null) {
                throw new IllegalStateException("grpc: no picker");
            }
            return picker;
        }

        SubchannelPicker ready() {
            if (state != ConnectivityState.READY) {
                throw new IllegalStateException("grpc: no picker for ready subchannels");
            }
            return newest();
        }

        @Override
        public Subchannel createSubchannel(CreateSubchannelArgs args) {
            return new Ready(args, sync);
        }

        @Override
        public void updateBalancingState(ConnectivityState newState, SubchannelPicker newPicker) {
            state = newState;
            picker = newPicker;
        }

        @Override
        public String getChannelTarget() {
            return Fleet.SERVICE;
        }

        @Override
        public SynchronizationContext getSynchronizationContext() {
            return sync;
        }

        @Override
        public ScheduledExecutorService getScheduledExecutorService() {
            return timer;
        }

        @Override
        public ChannelLogger getChannelLogger() {
            return new Silent();
        }

        @Override
        public void refreshNameResolution() {}

        @Override
        public ManagedChannel createOobChannel(EquivalentAddressGroup group, String authority) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getAuthority() {
            return Fleet.SERVICE;
        }
    }

    private static final class Ready extends Subchannel {
        private final CreateSubchannelArgs args;
        private final SynchronizationContext sync;
        private @Nullable SubchannelStateListener listener;

        Ready(CreateSubchannelArgs args, SynchronizationContext sync) {
            this.args = args;
            this.sync = sync;
        }

        @Override
        public void start(SubchannelStateListener stateListener) {
            listener = stateListener;
            publish(ConnectivityState.IDLE);
        }

        @Override
        public void requestConnection() {
            publish(ConnectivityState.CONNECTING);
            publish(ConnectivityState.READY);
        }

        private void publish(ConnectivityState state) {
            sync.execute(() -> {
                if (listener != null) {
                    listener.onSubchannelState(ConnectivityStateInfo.forNonError(state));
                }
            });
        }

        @Override
        public void shutdown() {}

        @Override
        public List<EquivalentAddressGroup> getAllAddresses() {
            return args.getAddresses();
        }

        @Override
        public Attributes getAttributes() {
            return args.getAttributes();
        }

        @Override
        public ChannelLogger getChannelLogger() {
            return new Silent();
        }
    }

    private static final class Silent extends ChannelLogger {
        @Override
        public void log(ChannelLogLevel level, String message) {}

        @Override
        public void log(ChannelLogLevel level, String format, Object... args) {}
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    }
}

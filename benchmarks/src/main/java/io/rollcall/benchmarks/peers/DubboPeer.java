package io.rollcall.benchmarks.peers;

import io.rollcall.benchmarks.pick.Fleet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.Result;
import org.apache.dubbo.rpc.RpcInvocation;
import org.apache.dubbo.rpc.cluster.LoadBalance;
import org.apache.dubbo.rpc.cluster.loadbalance.ConsistentHashLoadBalance;
import org.apache.dubbo.rpc.cluster.loadbalance.LeastActiveLoadBalance;
import org.apache.dubbo.rpc.cluster.loadbalance.RandomLoadBalance;
import org.apache.dubbo.rpc.cluster.loadbalance.RoundRobinLoadBalance;

/** Dubbo's cluster module. */
final class DubboPeer {
    private static final int KEYS = 1_024;
    private static final String METHOD = "call";

    private DubboPeer() {}

    static Peer random(int n) {
        return of(new RandomLoadBalance(), n);
    }

    static Peer roundRobin(int n) {
        return of(new RoundRobinLoadBalance(), n);
    }

    static Peer leastActive(int n) {
        return of(new LeastActiveLoadBalance(), n);
    }

    static Peer consistentHash(int n) {
        return of(new ConsistentHashLoadBalance(), n);
    }

    private static Peer of(LoadBalance balance, int n) {
        List<Invoker<Object>> invokers = IntStream.range(0, n)
                .<Invoker<Object>>mapToObj(i -> new Target(url(i)))
                .toList();
        Invocation[] invocations =
                IntStream.range(0, KEYS).mapToObj(DubboPeer::invocation).toArray(Invocation[]::new);
        URL consumer = url(0);
        return () -> balance.select(
                invokers, consumer, invocations[ThreadLocalRandom.current().nextInt(KEYS)]);
    }

    private static URL url(int i) {
        return URL.valueOf("dubbo://" + Fleet.host(i) + ":8080/" + Fleet.SERVICE + "?weight=" + Fleet.weight(i));
    }

    private static Invocation invocation(int key) {
        return new RpcInvocation(
                METHOD, Fleet.SERVICE, "", new Class<?>[] {String.class}, new Object[] {"user-" + key});
    }

    private record Target(URL url) implements Invoker<Object> {
        @Override
        public Class<Object> getInterface() {
            return Object.class;
        }

        @Override
        public Result invoke(Invocation invocation) {
            throw new UnsupportedOperationException("only picked, never called");
        }

        @Override
        public URL getUrl() {
            return url;
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public void destroy() {}
    }
}

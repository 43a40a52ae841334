package io.rollcall.benchmarks.peers;

import com.alibaba.nacos.api.naming.pojo.Instance;
import com.alibaba.nacos.api.naming.pojo.ServiceInfo;
import com.alibaba.nacos.client.naming.core.Balancer;
import io.rollcall.benchmarks.pick.Fleet;
import java.util.ArrayList;
import java.util.List;

/** The choice that nacos-client makes in selectOneHealthyInstance. */
final class NacosPeer {
    private NacosPeer() {}

    static Peer weightedRandom(int n) {
        List<Instance> hosts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Instance host = new Instance();
            host.setIp(Fleet.host(i));
            host.setPort(8080);
            host.setWeight(Fleet.weight(i));
            hosts.add(host);
        }
        ServiceInfo service = new ServiceInfo(Fleet.SERVICE);
        service.setHosts(hosts);
        return () -> Balancer.RandomByWeight.selectHost(service);
    }
}

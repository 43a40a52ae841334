package io.rollcall.benchmarks.peers;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.EndpointSelectionStrategy;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import io.rollcall.benchmarks.pick.Fleet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Armeria's endpoint groups. */
final class ArmeriaPeer {
    private static final ClientRequestContext REQUEST = ClientRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));

    private ArmeriaPeer() {}

    static Peer roundRobin(int n) {
        return of(EndpointSelectionStrategy.roundRobin(), n);
    }

    static Peer weightedRoundRobin(int n) {
        return of(EndpointSelectionStrategy.weightedRoundRobin(), n);
    }

    static Peer sticky(int n) {
        return of(
                EndpointSelectionStrategy.sticky(
                        request -> ThreadLocalRandom.current().nextLong()),
                n);
    }

    private static Peer of(EndpointSelectionStrategy strategy, int n) {
        EndpointGroup group = EndpointGroup.of(
                strategy,
                IntStream.range(0, n)
                        .mapToObj(i -> Endpoint.of(Fleet.host(i), 8080).withWeight(Fleet.weight(i)))
                        .toList());
        return () -> group.selectNow(REQUEST);
    }
}

package io.rollcall.benchmarks.soak;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.net.TcpProxy;
import io.rollcall.random.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Draws faults from a seed. Not threadsafe. */
final class Faults {
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final int UNAVAILABLE = 503;
    private static final int OK = 200;

    private final MockRegistry registry;
    private final SoakFleet fleet;
    private final List<SoakCaller> callers;
    private final Randomness random;
    private final ExecutorService threads;
    private final List<String> freeHosts = new ArrayList<>();
    private final List<Supplier<Fault>> kinds = List.of(
            this::registryDown,
            this::registryRestarts,
            this::registryEmptied,
            () -> ofLink("host cut off:", hostLink(), TcpProxy::cut),
            () -> ofLink("host stalled:", hostLink(), TcpProxy::stall),
            () -> ofLink("host refused:", hostLink(), TcpProxy::refuse),
            () -> ofLink("caller cut off:", callerLink(), TcpProxy::cut),
            () -> ofLink("caller stalled:", callerLink(), TcpProxy::stall),
            () -> ofLink("caller refused:", callerLink(), TcpProxy::refuse),
            this::allStalled,
            this::hostCrashes,
            this::hostLeaves,
            this::hostFails,
            this::hostIsSlow,
            this::hostChanges);
    private int changes;

    Faults(
            MockRegistry registry,
            SoakFleet fleet,
            List<SoakCaller> callers,
            Randomness random,
            ExecutorService threads) {
        this.registry = registry;
        this.fleet = fleet;
        this.callers = callers;
        this.random = random;
        this.threads = threads;
    }

    /** The number of kinds. */
    int kinds() {
        return kinds.size();
    }

    /** Starts a round: each host has at most one fault of its own in it. */
    void newRound(List<String> hosts) {
        freeHosts.clear();
        freeHosts.addAll(hosts);
    }

    /** The fault of this kind, at a place drawn at random. */
    Fault draw(int kind) {
        return kinds.get(kind).get();
    }

    private Fault registryDown() {
        return new Fault("registry down", "", registry::stop, this::registryUp);
    }

    private void registryUp() {
        if (!registry.running()) {
            registry.restart();
        }
    }

    private Fault registryRestarts() {
        return new Fault("registry restarts", "", registry::restart, () -> {});
    }

    private Fault registryEmptied() {
        return new Fault("registry restarts empty", "", registry::restartEmpty, () -> {});
    }

    private record Named(String name, TcpProxy link) {}

    private Named hostLink() {
        String host = someHost();
        return new Named(host, fleet.host(host).link());
    }

    private Named callerLink() {
        int caller = random.below(callers.size());
        return new Named("caller " + caller, callers.get(caller).link());
    }

    private static Fault ofLink(String kind, Named place, Consumer<TcpProxy> order) {
        return new Fault(kind, place.name, () -> order.accept(place.link), place.link::heal);
    }

    private Fault allStalled() {
        return new Fault(
                "network stalled", "", () -> links().forEach(TcpProxy::stall), () -> links().forEach(TcpProxy::heal));
    }

    private List<TcpProxy> links() {
        List<TcpProxy> links = new ArrayList<>();
        fleet.living().forEach(host -> links.add(host.link()));
        callers.forEach(caller -> links.add(caller.link()));
        return links;
    }

    private Fault hostCrashes() {
        return hostEnds("host crashes:", Host::crash);
    }

    /** It drains and deregisters meanwhile; another of the same name may join before that has finished. */
    private Fault hostLeaves() {
        return hostEnds("host leaves:", host -> {});
    }

    private Fault hostEnds(String kind, Consumer<Host> first) {
        String host = someHost();
        return new Fault(
                kind,
                host,
                () -> {
                    Host leaving = fleet.leave(host);
                    first.accept(leaving);
                    threads.execute(leaving::close);
                },
                () -> fleet.join(host));
    }

    private Fault hostFails() {
        String host = someHost();
        return new Fault(
                "host answers 503:",
                host,
                () -> fleet.host(host).respondsWith(UNAVAILABLE),
                () -> fleet.host(host).respondsWith(OK));
    }

    private Fault hostIsSlow() {
        String host = someHost();
        return new Fault(
                "host is slow:",
                host,
                () -> fleet.host(host).respondsAfter(SLOW),
                () -> fleet.host(host).respondsAfter(Duration.ZERO));
    }

    private Fault hostChanges() {
        String host = someHost();
        String change = "change " + ++changes;
        return new Fault(
                "host changes metadata:", host, () -> fleet.host(host).changesMetadata("change", change), () -> {});
    }

    private String someHost() {
        return freeHosts.remove(random.below(freeHosts.size()));
    }
}

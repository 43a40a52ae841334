package io.rollcall.cli.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The instances of the demo: one in a process of its own, which is killed, the others in this process.
 *
 * <p><em>Concurrency:</em> threadsafe; an instance is closed by the thread that removed it from the list.
 */
final class DemoFleet implements AutoCloseable {
    private final String registry;
    private final EventTimeline timeline;
    private final ChildProcess killed;
    private final List<UserService> running = new CopyOnWriteArrayList<>();

    private DemoFleet(String registry, EventTimeline timeline, ChildProcess killed) {
        this.registry = registry;
        this.timeline = timeline;
        this.killed = killed;
    }

    /** Starts the first instances, which register in the background. */
    static DemoFleet start(String registry, EventTimeline timeline) {
        DemoFleet fleet = new DemoFleet(registry, timeline, ChildProcess.start(registry));
        DemoMember.FIRST.stream()
                .filter(member -> !member.equals(DemoMember.KILLED))
                .forEach(member -> fleet.running.add(UserService.start(member, registry)));
        return fleet;
    }

    /** How many instances of this process are left. */
    int remaining() {
        return running.size();
    }

    void kill() {
        timeline.record(EventTimeline.KILLED, DemoMember.KILLED.id());
        killed.kill();
    }

    void drain() {
        timeline.record(EventTimeline.DRAINED, DemoMember.DRAINED.id());
        List<UserService> drained = running.stream()
                .filter(instance -> instance.member().equals(DemoMember.DRAINED))
                .toList();
        running.removeAll(drained);
        drained.forEach(UserService::close);
    }

    void join() {
        timeline.record(EventTimeline.JOINED, DemoMember.JOINING.id());
        running.add(UserService.start(DemoMember.JOINING, registry));
    }

    /** Closes all instances concurrently, each in good order. */
    @Override
    public void close() {
        killed.close();
        running.parallelStream().forEach(UserService::close);
        running.clear();
    }
}

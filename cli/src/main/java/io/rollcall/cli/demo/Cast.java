package io.rollcall.cli.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The instances of the demo: one in a process of its own, to be killed, the others in this one.
 *
 * <p><em>Concurrency:</em> threadsafe; an instance is closed by whoever took it out of the list.
 */
final class Cast implements AutoCloseable {
    private final String registry;
    private final Sightings sightings;
    private final ChildProcess doomed;
    private final List<UserService> running = new CopyOnWriteArrayList<>();

    private Cast(String registry, Sightings sightings, ChildProcess doomed) {
        this.registry = registry;
        this.sightings = sightings;
        this.doomed = doomed;
    }

    /** All that are there from the start. They register in the background. */
    static Cast start(String registry, Sightings sightings) {
        Cast cast = new Cast(registry, sightings, ChildProcess.start(registry));
        Member.FIRST.stream()
                .filter(member -> !member.equals(Member.KILLED))
                .forEach(member -> cast.running.add(UserService.start(member, registry)));
        return cast;
    }

    /** Who is left when the script is over. */
    int survivors() {
        return running.size();
    }

    void kill() {
        sightings.happens(Sightings.KILLED, Member.KILLED.id());
        doomed.kill();
    }

    void drain() {
        sightings.happens(Sightings.DRAINED, Member.DRAINED.id());
        List<UserService> drained = running.stream()
                .filter(instance -> instance.member().equals(Member.DRAINED))
                .toList();
        running.removeAll(drained);
        drained.forEach(UserService::close);
    }

    void join() {
        sightings.happens(Sightings.JOINED, Member.JOINING.id());
        running.add(UserService.start(Member.JOINING, registry));
    }

    /** Takes all out, each in good order, all at once. */
    @Override
    public void close() {
        doomed.close();
        running.parallelStream().forEach(UserService::close);
        running.clear();
    }
}

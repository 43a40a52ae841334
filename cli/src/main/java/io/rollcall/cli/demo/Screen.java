package io.rollcall.cli.demo;

import io.rollcall.cli.Table;
import io.rollcall.cli.demo.EventTimeline.Observation;
import io.rollcall.model.ServiceSnapshot;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows a running demo: a table that is redrawn in a terminal, a line per second elsewhere.
 *
 * <p><em>Concurrency:</em> one thread of its own draws; closing waits for the last frame.
 */
final class Screen implements AutoCloseable {
    private static final long FRAME_MILLIS = 200;
    private static final long LINE_MILLIS = 1_000;
    private static final int BAR = 24;

    private final PrintWriter out;
    private final boolean live;
    private final List<DemoMember> members;
    private final int calls;
    private final CallTally tally;
    private final EventTimeline timeline;
    private final Supplier<ServiceSnapshot> known;
    private final ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor();
    private int drawn;
    private int printed;

    Screen(
            PrintWriter out,
            boolean live,
            List<DemoMember> members,
            int calls,
            CallTally tally,
            EventTimeline timeline,
            Supplier<ServiceSnapshot> known) {
        this.out = out;
        this.live = live;
        this.members = members;
        this.calls = calls;
        this.tally = tally;
        this.timeline = timeline;
        this.known = known;
    }

    void start() {
        long period = live ? FRAME_MILLIS : LINE_MILLIS;
        painter.scheduleAtFixedRate(this::draw, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        painter.execute(this::draw);
        painter.shutdown();
        try {
            painter.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw() {
        if (live) {
            List<String> picture = frame();
            out.print(drawn == 0 ? "" : "\033[" + drawn + "A");
            picture.forEach(line -> out.print(line + "\033[K\n"));
            drawn = picture.size();
        } else {
            List<String> events = events();
            events.subList(printed, events.size()).forEach(out::println);
            printed = events.size();
            out.println("  " + progress());
        }
        out.flush();
    }

    private List<String> frame() {
        ServiceSnapshot snapshot = known.get();
        Table table = new Table("INSTANCE", "VERSION", "ENV", "ZONE", "WEIGHT", "STATUS", "ANSWERS", "SHARE");
        int answered = Math.max(1, tally.calls() - tally.failed());
        for (DemoMember m : members) {
            int answers = tally.answersOf(m.id());
            String bar = "█".repeat(Math.round((float) BAR * answers / answered));
            String share = String.format(Locale.ROOT, "%5.1f %% %s", 100.0 * answers / answered, bar);
            table.row(m.id(), m.version(), m.env(), m.zone(), m.weight(), status(m, snapshot), answers, share);
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(progress());
        lines.addAll(events());
        return lines;
    }

    private String progress() {
        return tally.calls() + " of " + calls + " requests, " + tally.failed() + " failed";
    }

    /** Only observed events: lines never change once they are shown. */
    private List<String> events() {
        return timeline.list().stream()
                .filter(Observation::seen)
                .map(e -> e.instance() + " " + e.what() + ": the caller knew after " + e.after() + ", through "
                        + e.through())
                .toList();
    }

    /** The status that the caller knows; an ejected instance is still registered. */
    private String status(DemoMember member, ServiceSnapshot snapshot) {
        return snapshot.instances().stream()
                .filter(instance -> instance.id().equals(member.id()))
                .map(instance ->
                        seenDead(member) ? "EJECTED" : instance.status().name())
                .findFirst()
                .orElse("-");
    }

    private boolean seenDead(DemoMember member) {
        return timeline.list().stream()
                .anyMatch(event -> event.instance().equals(member.id())
                        && event.what().equals(EventTimeline.KILLED)
                        && event.seen());
    }
}

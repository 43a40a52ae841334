package io.rollcall.cli;

import io.rollcall.DiscoveredService;
import io.rollcall.Rollcall;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Shows what changes in a service.
 *
 * <p><em>Concurrency:</em> changes are delivered on a thread of the SDK, the first snapshot on the command's own. The
 * last shown snapshot is guarded by this object's monitor, so that each change is shown once and in order.
 */
@Command(
        name = "watch",
        description = "Shows the instances of a service, and then each that is added, changed or removed.",
        sortOptions = false)
final class WatchCommand implements Runnable {
    @Parameters(paramLabel = "SERVICE", description = "The service's name; it need not be registered yet.")
    private String service = "";

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private Output output = new Output();

    private ServiceSnapshot shown = ServiceSnapshot.of("none", List.of());

    @Override
    public void run() {
        try (Termination termination = Termination.expected();
                Rollcall rollcall = registry.connect()) {
            DiscoveredService discovered = rollcall.service(service);
            Lookup.of(discovered);
            shown = ServiceSnapshot.of(service, List.of());
            output.message("watching " + service + " at " + registry + " (Ctrl-C ends it)");
            discovered.onChange(change -> show(discovered));
            show(discovered);
            termination.await();
        }
    }

    private synchronized void show(DiscoveredService discovered) {
        ServiceSnapshot now = discovered.snapshot();
        ServiceChangedEvent change = ServiceChangedEvent.between(shown, now);
        shown = now;
        change.added().forEach(instance -> show("added", now, instance));
        change.changed().forEach(instance -> show("changed", now, instance));
        change.removed().forEach(instance -> show("removed", now, instance));
    }

    private void show(String what, ServiceSnapshot now, ServiceInstance instance) {
        output.print(
                new Change(what, now.revision(), InstanceView.of(instance)),
                () -> String.format(Locale.ROOT, "%-8s %s", what, InstanceView.line(instance)));
    }

    /** The output of {@code --json} for each change. */
    record Change(String what, long revision, InstanceView instance) {}
}

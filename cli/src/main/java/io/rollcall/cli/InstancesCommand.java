package io.rollcall.cli;

import io.rollcall.Rollcall;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the instances of a service. */
@Command(name = "instances", description = "Lists the instances of a service.", sortOptions = false)
final class InstancesCommand implements Runnable {
    @Parameters(paramLabel = "SERVICE", description = "The service's name.")
    private String service = "";

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        try (Rollcall rollcall = registry.connect()) {
            ServiceSnapshot snapshot = Lookup.notEmpty(rollcall.service(service), registry);
            output.print(
                    Listing.of(snapshot),
                    () -> InstanceView.table(snapshot.instances()).toString());
        }
    }

    /** The output of {@code --json}. */
    record Listing(String service, long revision, List<InstanceView> instances) {
        static Listing of(ServiceSnapshot snapshot) {
            return new Listing(
                    snapshot.service(),
                    snapshot.revision(),
                    snapshot.instances().stream().map(InstanceView::of).toList());
        }
    }
}

package io.rollcall.cli;

import io.rollcall.Rollcall;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the services of a registry. */
@Command(name = "services", description = "Lists the services with their numbers of instances.", sortOptions = false)
final class ServicesCommand implements Runnable {
    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        try (Rollcall rollcall = registry.connect()) {
            List<Row> rows = rollcall.services().stream()
                    .map(name -> Row.of(Lookup.of(rollcall.service(name))))
                    .toList();
            output.print(new Listing(registry.toString(), rows), () -> text(rows));
        }
    }

    private String text(List<Row> rows) {
        if (rows.isEmpty()) {
            return "No service is registered at " + registry + ".";
        }
        Table table = new Table("SERVICE", "INSTANCES", "UP");
        rows.forEach(row -> table.row(row.name(), row.instances(), row.up()));
        return table.toString();
    }

    /** The output of {@code --json}. */
    record Listing(String registry, List<Row> services) {}

    /** One service. */
    record Row(String name, int instances, long up) {
        static Row of(ServiceSnapshot snapshot) {
            long up = snapshot.instances().stream()
                    .filter(instance -> instance.status() == InstanceStatus.UP)
                    .count();
            return new Row(snapshot.service(), snapshot.instances().size(), up);
        }
    }
}

package io.rollcall.cli;

import io.rollcall.DiscoveredService;
import io.rollcall.Rollcall;
import io.rollcall.loadbalancer.Explanation;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains which instance a call would go to. */
@Command(
        name = "explain",
        description = "Explains which instance a call to a service would go to, and why not to another one.",
        sortOptions = false)
final class ExplainCommand implements Runnable {
    @Parameters(paramLabel = "SERVICE", description = "The service's name.")
    private String service = "";

    @Mixin
    private HeaderOption headers = new HeaderOption();

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        try (Rollcall rollcall = registry.connect()) {
            DiscoveredService discovered = rollcall.service(service);
            Lookup.notEmpty(discovered, registry);
            Explanation explanation = discovered.explain(headers.asContext());
            output.print(Explained.of(explanation), explanation::toString);
        }
    }

    /** The output of {@code --json}. */
    record Explained(
            String service,
            long revision,
            String source,
            long ageMillis,
            int instances,
            List<Explanation.Stage> stages,
            String strategy,
            List<Explanation.Figure> candidates,
            @Nullable InstanceView choice) {
        static Explained of(Explanation why) {
            ServiceInstance choice = why.choice();
            return new Explained(
                    why.service(),
                    why.revision(),
                    why.source(),
                    why.age().toMillis(),
                    why.instances(),
                    why.stages(),
                    why.strategy(),
                    why.candidates(),
                    choice == null ? null : InstanceView.of(choice));
        }
    }
}

package io.rollcall;

import static io.rollcall.model.InstanceStatus.DOWN;
import static io.rollcall.model.InstanceStatus.DRAINING;
import static io.rollcall.model.InstanceStatus.STARTING;
import static io.rollcall.model.InstanceStatus.UP;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.event.HealthChangedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.health.HealthCheck;
import io.rollcall.health.HealthCheck.Result;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.health.HealthConfig;
import io.rollcall.internal.lease.Registrar;
import io.rollcall.internal.lease.RegistrationConfig;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.registration.Registration;
import io.rollcall.registration.Registration.State;
import io.rollcall.registration.RegistrationOptions;
import io.rollcall.testing.ScriptedRegistry;
import io.rollcall.testing.ScriptedRegistry.RequestKind;
import io.rollcall.testing.VirtualScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Health checks of one registration of several, on virtual time. */
class RegistrationChecksTest {
    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedRegistry registry = new ScriptedRegistry(time);
    private final Map<String, Result> results = new HashMap<>();
    private final Map<String, Integer> runs = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean threads = true;
    private final Registrations registrations = new Registrations(
            new Registrar(
                    registry,
                    new SdkRuntime(time, Randomness.seeded(7), time, Runnable::run, Runnable::run),
                    RegistrationConfig.defaults(),
                    () -> "192.0.2.7",
                    new Recording()),
            Map.of("disk", check("disk")),
            HealthConfig.defaults(),
            time,
            this::runCheck,
            new Recording());

    RegistrationChecksTest() {
        registrations.start();
    }

    @Test
    void checkOfOneServiceTakesOutThatServiceAlone() {
        register("orders", "db");
        register("users", "ldap");
        time.advance(ofSeconds(1));
        assertThat(statuses()).containsOnly(Map.entry("orders", UP), Map.entry("users", UP));

        results.put("db", Result.down("refused"));
        time.advance(ofSeconds(15));

        assertThat(statuses()).containsOnly(Map.entry("orders", DOWN), Map.entry("users", UP));
        results.put("db", Result.up());
        time.advance(ofSeconds(10));
        assertThat(statuses()).containsOnly(Map.entry("orders", UP), Map.entry("users", UP));
    }

    @Test
    void checkOfTheProcessTakesAllServicesOut() {
        register("orders", "db");
        register("users");
        time.advance(ofSeconds(1));

        results.put("disk", Result.down("full"));
        time.advance(ofSeconds(15));

        assertThat(statuses()).containsOnly(Map.entry("orders", DOWN), Map.entry("users", DOWN));
    }

    @Test
    void isUpOnlyWhenTheProcessAndItsOwnChecksAre() {
        results.put("disk", Result.down("full"));
        results.put("db", Result.down("refused"));
        Registration orders = register("orders", "db");
        time.advance(ofSeconds(1));
        assertThat(orders.problem()).isEqualTo("disk: full; db: refused");

        results.put("disk", Result.up());
        time.advance(ofSeconds(10));
        assertThat(orders.isUp()).isFalse();
        results.put("db", Result.up());
        time.advance(ofSeconds(10));

        assertThat(orders.isUp()).isTrue();
    }

    @Test
    void isStartingUntilItsOwnChecksHaveAResultWhileOthersAreUp() {
        register("users");
        time.advance(ofSeconds(1));
        threads = false;

        register("orders", "db");
        time.advance(ofSeconds(1));

        assertThat(statuses()).containsOnly(Map.entry("orders", STARTING), Map.entry("users", UP));
        waiting.forEach(Runnable::run);
        time.runDue();
        assertThat(statuses()).containsEntry("orders", UP);
    }

    @Test
    void eventNamesTheCheckAndItsService() {
        register("orders", "db");
        register("users", "ldap");
        time.advance(ofSeconds(1));
        events.clear();

        results.put("ldap", Result.down("no route"));
        time.advance(ofSeconds(15));

        assertThat(events).containsExactly("users unhealthy ldap: no route");
    }

    @Test
    void problemNamesTheCheckOfItsService() {
        register("orders", "db");
        register("users", "ldap");
        results.put("db", Result.down("refused"));
        time.advance(ofSeconds(20));

        assertThat(registrations.registrations())
                .filteredOn(one -> !one.isUp())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.instance().service()).isEqualTo("orders");
                    assertThat(one.problem()).isEqualTo("db: refused");
                });
        assertThat(registrations.registrations()).filteredOn(Registration::isUp).hasSize(1);
    }

    @Test
    void statusThatTheUserSetIsKept() {
        Registration orders = register("orders", "db");
        time.advance(ofSeconds(1));
        orders.drain();

        results.put("db", Result.down("refused"));
        time.advance(ofSeconds(15));
        assertThat(statuses()).containsEntry("orders", DRAINING);
        orders.status(UP);
        time.runDue();

        assertThat(statuses()).containsEntry("orders", DOWN);
    }

    @Test
    @DisplayName("F24 closing a registration ends its checks and no others")
    void closingOneEndsItsChecksAlone() {
        Registration orders = register("orders", "db", "cache");
        register("users", "ldap");
        time.advance(ofSeconds(1));
        int tasks = time.pending();

        closed(orders);
        int runsThen = runs.getOrDefault("db", 0);
        time.advance(ofSeconds(60));

        assertThat(runs).containsEntry("db", runsThen).containsEntry("cache", runsThen);
        assertThat(runs.get("ldap")).isEqualTo(1 + 61 / 5);
        assertThat(time.pending()).isEqualTo(tasks - 3);
    }

    @Test
    @DisplayName("F10 F24 the checks of a registration that a newer process took over end as well")
    void checksOfASupersededRegistrationEnd() {
        Registration orders = register("orders", "db");
        time.advance(ofSeconds(1));
        registry.holdsFromElsewhere(
                orders.instance().toBuilder().generation(Long.MAX_VALUE).build());
        time.advance(ofSeconds(20));
        assertThat(orders.state()).isEqualTo(State.SUPERSEDED);
        int runsThen = runs.getOrDefault("db", 0);

        time.advance(ofSeconds(60));

        assertThat(runs).containsEntry("db", runsThen);
    }

    @Test
    @DisplayName("F24 a thousand registrations that come and go leave no check behind")
    void comingAndGoingLeavesNothing() {
        register("users", "ldap");
        time.advance(ofSeconds(1));
        int tasks = time.pending();

        for (int i = 0; i < 1_000; i++) {
            Registration orders = register("orders", "db-" + i);
            time.runDue();
            closed(orders);
        }

        assertThat(time.pending()).isEqualTo(tasks);
    }

    @Test
    void nameOfACheckOfTheProcessIsRefusedAndNothingIsRegistered() {
        assertThatThrownBy(() -> register("orders", "disk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("healthCheck: \"disk\" is in use (expected: a unique name)");
        assertThatThrownBy(() -> register("orders", "db", "db")).isInstanceOf(IllegalArgumentException.class);

        assertThat(registrations.registrations()).isEmpty();
    }

    @Test
    void registrationThatIsRefusedRunsNoChecks() {
        register("orders", "db");
        time.advance(ofSeconds(1));

        assertThatThrownBy(() -> register("orders", "other")).isInstanceOf(IllegalStateException.class);
        time.advance(ofSeconds(60));

        assertThat(runs).doesNotContainKey("other");
    }

    private Registration register(String service, String... checks) {
        return registrations.register(ServiceInstance.named(service).port(80).build(), options(checks));
    }

    private RegistrationOptions options(String... checks) {
        RegistrationOptions.Builder options = RegistrationOptions.builder();
        List.of(checks).forEach(name -> options.healthCheck(name, check(name)));
        return options.build();
    }

    private HealthCheck check(String name) {
        return () -> {
            runs.merge(name, 1, Integer::sum);
            return results.getOrDefault(name, Result.up());
        };
    }

    private void runCheck(Runnable run) {
        if (threads) {
            run.run();
        } else {
            waiting.add(run);
        }
    }

    /**
     * Closes it; the drain delay passes while the registry handles DRAINING, because closing blocks and virtual time
     * does not move.
     */
    private void closed(Registration registration) {
        registry.after(message -> {
            if (message.kind() == RequestKind.RENEW && message.instance().status() == DRAINING) {
                time.advance(ofSeconds(1));
            }
        });
        registration.close();
        registry.heals();
        assertThat(registration.state()).isEqualTo(State.CLOSED);
    }

    private Map<String, InstanceStatus> statuses() {
        Map<String, InstanceStatus> statuses = new HashMap<>();
        registry.registered().forEach(held -> statuses.put(held.service(), held.status()));
        return statuses;
    }

    private final class Recording implements RollcallListener {

        @Override
        public void onHealthChanged(HealthChangedEvent event) {
            events.add(event.registration().instance().service()
                    + (event.healthy() ? " healthy" : " unhealthy " + event.reason()));
        }
    }
}

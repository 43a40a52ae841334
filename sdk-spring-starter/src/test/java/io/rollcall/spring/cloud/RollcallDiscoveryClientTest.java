package io.rollcall.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.Rollcall;
import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.registry.RegistryException;
import io.rollcall.spring.RollcallAutoConfiguration;
import io.rollcall.spring.RollcallRegistrationAutoConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationListener;

class RollcallDiscoveryClientTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MockRegistry registry =
            MockRegistry.builder().dataFrom(users()).start();
    private final ApplicationContextRunner app = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RollcallAutoConfiguration.class,
                    RollcallRegistrationAutoConfiguration.class,
                    RollcallDiscoveryClientAutoConfiguration.class,
                    RollcallReactiveDiscoveryClientAutoConfiguration.class,
                    UtilAutoConfiguration.class,
                    SimpleDiscoveryClientAutoConfiguration.class,
                    CompositeDiscoveryClientAutoConfiguration.class,
                    CommonsClientAutoConfiguration.class))
            .withPropertyValues("spring.application.name=caller", "rollcall.registry=" + registry.uri());

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void findsInstancesThatAcceptTraffic() {
        app.run(context -> {
            DiscoveryClient client = context.getBean(DiscoveryClient.class);

            assertThat(client.getInstances("user-service"))
                    .extracting(ServiceInstance::getInstanceId)
                    .containsExactly("up");
            assertThat(client.getServices()).contains("user-service");
        });
    }

    @Test
    void findsTheSameWithoutBlocking() {
        app.run(context -> {
            ReactiveDiscoveryClient client = context.getBean(ReactiveDiscoveryClient.class);

            assertThat(client.getInstances("user-service").collectList().block(SOON))
                    .extracting(ServiceInstance::getInstanceId)
                    .containsExactly("up");
            assertThat(client.getServices().collectList().block(SOON)).contains("user-service");
            client.reactiveProbe().block(SOON);
        });
    }

    @Test
    void followsAnInstanceThatDeregisters() {
        app.run(context -> {
            DiscoveryClient client = context.getBean(DiscoveryClient.class);
            assertThat(client.getInstances("user-service")).hasSize(1);

            registry.deregister("user-service", "up");

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(client.getInstances("user-service")).isEmpty());
        });
    }

    @Test
    void aNameThatIsNotLegalHasNoInstances() {
        app.run(context -> {
            assertThat(context.getBean(DiscoveryClient.class).getInstances("caller:management"))
                    .isEmpty();
            assertThat(context.getBean(ReactiveDiscoveryClient.class)
                            .getInstances("caller:management")
                            .collectList()
                            .block(SOON))
                    .isEmpty();
        });
    }

    @Test
    void aProbeFailsWhileTheRegistryIsDown() {
        app.run(context -> {
            RollcallDiscoveryClient client = context.getBean(RollcallDiscoveryClient.class);
            client.probe();

            registry.stop();

            assertThatThrownBy(client::probe).isInstanceOf(RegistryException.class);
        });
    }

    @Test
    void springCloudIsNotifiedOfTheRegistration() {
        List<Object> registered = new ArrayList<>();
        app.withPropertyValues("rollcall.instance.port=7000", "rollcall.instance.host=127.0.0.1")
                .withBean("listener", ApplicationListener.class, () ->
                        (ApplicationListener<InstanceRegisteredEvent<?>>) event -> registered.add(event.getConfig()))
                .run(context -> assertThat(registered)
                        .singleElement()
                        .extracting("service", "port")
                        .containsExactly("caller", 7000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall.discovery.enabled", "spring.cloud.discovery.enabled", "rollcall.enabled"})
    void canBeTurnedOff(String property) {
        app.withPropertyValues(property + "=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(RollcallDiscoveryClient.class)
                        .doesNotHaveBean(RollcallReactiveDiscoveryClient.class));
    }

    @Test
    void springCloudIsOptional() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.springframework.cloud", "reactor"))
                .withConfiguration(AutoConfigurations.of(
                        RollcallAutoConfiguration.class,
                        RollcallDiscoveryClientAutoConfiguration.class,
                        RollcallReactiveDiscoveryClientAutoConfiguration.class))
                .withPropertyValues("rollcall.registry=" + registry.uri())
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Rollcall.class));
    }

    private static List<RegisteredInstance> users() {
        return List.of(
                user("up", "100", InstanceStatus.UP),
                user("weightless", "0", InstanceStatus.UP),
                user("draining", "100", InstanceStatus.DRAINING));
    }

    private static RegisteredInstance user(String id, String weight, InstanceStatus status) {
        return new RegisteredInstance(
                "user-service", id, "127.0.0.1", 9, false, status, 1, 1, Map.of("weight", weight));
    }
}

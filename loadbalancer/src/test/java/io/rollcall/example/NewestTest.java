package io.rollcall.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Fleet;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestTest {
    private final ServiceInstance old = Fleet.instance("old").registeredAt(1).build();
    private final ServiceInstance young =
            Fleet.instance("young").registeredAt(3).build();
    private final ServiceInstance middle =
            Fleet.instance("middle").registeredAt(2).build();

    @Test
    void isFoundByItsNameAndPicks() {
        ServicePolicy policy = ServicePolicy.builder().strategy("newest").build();
        LoadBalancer balancer =
                LoadBalancer.builder(Fleet.SERVICE).policy(policy).build();

        balancer.update(List.of(old, young, middle));
        assertThat(balancer.choose()).isEqualTo(young);
        balancer.update(List.of(old, middle));
        assertThat(balancer.choose()).isEqualTo(middle);
    }

    @Test
    void isNamedBesideTheBuiltIn() {
        assertThat(Strategies.names()).contains("newest", "peak-ewma");
        assertThat(Strategies.named("newest")).isInstanceOf(Newest.class);
    }
}

package io.rollcall;

import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.EntriesRefusedEvent;
import io.rollcall.event.HealthChangedEvent;
import io.rollcall.event.HeartbeatOverdueEvent;
import io.rollcall.event.RegistrationAddedEvent;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RegistryCallEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.ServiceForgottenEvent;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.event.WatchChangedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one that never throws. They are notified in their order. Allocates nothing. Threadsafe. */
final class CompositeListener implements RollcallListener {
    private static final Logger LOG = LoggerFactory.getLogger(RollcallListener.class);
    private static final RollcallListener NONE = new RollcallListener() {};

    private final List<RollcallListener> all;

    private CompositeListener(List<RollcallListener> all) {
        this.all = all;
    }

    static RollcallListener of(List<RollcallListener> listeners) {
        return listeners.isEmpty() ? NONE : new CompositeListener(List.copyOf(listeners));
    }

    @Override
    public void onRegistrationAdded(RegistrationAddedEvent event) {
        each(all, event, RollcallListener::onRegistrationAdded);
    }

    @Override
    public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
        each(all, event, RollcallListener::onRegistrationStateChanged);
    }

    @Override
    public void onHealthChanged(HealthChangedEvent event) {
        each(all, event, RollcallListener::onHealthChanged);
    }

    @Override
    public void onHeartbeatOverdue(HeartbeatOverdueEvent event) {
        each(all, event, RollcallListener::onHeartbeatOverdue);
    }

    @Override
    public void onRegistryCall(RegistryCallEvent event) {
        each(all, event, RollcallListener::onRegistryCall);
    }

    @Override
    public void onServiceChanged(ServiceChangedEvent event) {
        each(all, event, RollcallListener::onServiceChanged);
    }

    @Override
    public void onServiceRefreshed(ServiceRefreshedEvent event) {
        each(all, event, RollcallListener::onServiceRefreshed);
    }

    @Override
    public void onServiceForgotten(ServiceForgottenEvent event) {
        each(all, event, RollcallListener::onServiceForgotten);
    }

    @Override
    public void onEntriesRefused(EntriesRefusedEvent event) {
        each(all, event, RollcallListener::onEntriesRefused);
    }

    @Override
    public void onWatchChanged(WatchChangedEvent event) {
        each(all, event, RollcallListener::onWatchChanged);
    }

    @Override
    public void onCallAttempt(CallAttemptEvent event) {
        each(all, event, RollcallListener::onCallAttempt);
    }

    @Override
    public LoadBalancerListener loadBalancer(String service) {
        List<LoadBalancerListener> balancerListeners = all.stream()
                .map(listener -> listener.loadBalancer(service))
                .filter(listener -> listener != LoadBalancerListener.NONE)
                .toList();
        return balancerListeners.isEmpty()
                ? LoadBalancerListener.NONE
                : new CompositeLoadBalancerListener(balancerListeners);
    }

    /** {@code notification} must not capture anything: a capturing lambda would be allocated for each event. */
    static <L, E> void each(List<L> listeners, E event, BiConsumer<L, E> notification) {
        for (int i = 0; i < listeners.size(); i++) {
            L listener = listeners.get(i);
            try {
                notification.accept(listener, event);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed; the SDK and the other listeners continue. Next: fix {}.", listener, e);
            }
        }
    }
}

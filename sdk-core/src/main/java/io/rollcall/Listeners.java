package io.rollcall;

import io.rollcall.http.CallAttempt;
import io.rollcall.loadbalancer.LoadBalancerListener;
import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one that never throws. Threadsafe. */
final class Listeners implements SdkListener {
    private static final Logger LOG = LoggerFactory.getLogger(SdkListener.class);
    private static final SdkListener NONE = new SdkListener() {};

    private final List<SdkListener> all;

    private Listeners(List<SdkListener> all) {
        this.all = all;
    }

    static SdkListener of(List<SdkListener> listeners) {
        return listeners.isEmpty() ? NONE : new Listeners(List.copyOf(listeners));
    }

    @Override
    public void registrationAdded(Registration registration) {
        tell(all, listener -> listener.registrationAdded(registration));
    }

    @Override
    public void registrationChanged(Registration registration, Registration.State before, Registration.State after) {
        tell(all, listener -> listener.registrationChanged(registration, before, after));
    }

    @Override
    public void healthChanged(Registration registration, boolean healthy, String reason) {
        tell(all, listener -> listener.healthChanged(registration, healthy, reason));
    }

    @Override
    public void registryCalled(RegistryCall call) {
        tell(all, listener -> listener.registryCalled(call));
    }

    @Override
    public void serviceChanged(ServiceChange change) {
        tell(all, listener -> listener.serviceChanged(change));
    }

    @Override
    public void serviceRefreshed(ServiceSnapshot snapshot) {
        tell(all, listener -> listener.serviceRefreshed(snapshot));
    }

    @Override
    public void serviceForgotten(String service) {
        tell(all, listener -> listener.serviceForgotten(service));
    }

    @Override
    public void entriesRefused(String service, int count) {
        tell(all, listener -> listener.entriesRefused(service, count));
    }

    @Override
    public void watchChanged(boolean connected) {
        tell(all, listener -> listener.watchChanged(connected));
    }

    @Override
    public void attempted(CallAttempt attempt) {
        tell(all, attempt, SdkListener::attempted);
    }

    @Override
    public LoadBalancerListener loadBalancer(String service) {
        List<LoadBalancerListener> wanted = all.stream()
                .map(listener -> listener.loadBalancer(service))
                .filter(listener -> listener != LoadBalancerListener.NONE)
                .toList();
        return wanted.isEmpty() ? LoadBalancerListener.NONE : new OfBalancer(wanted);
    }

    private static <L> void tell(List<L> listeners, Consumer<L> event) {
        tell(listeners, event, (listener, told) -> told.accept(listener));
    }

    /** With an {@code event} that holds nothing of its call: what happens with each call must make no garbage. */
    private static <L, E> void tell(List<L> listeners, E about, BiConsumer<L, E> event) {
        for (int i = 0; i < listeners.size(); i++) {
            L listener = listeners.get(i);
            try {
                event.accept(listener, about);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed; the SDK and the other listeners go on. Next: mend {}.", listener, e);
            }
        }
    }

    /** The same for what balancers tell. */
    private record OfBalancer(List<LoadBalancerListener> all) implements LoadBalancerListener {
        /** One for each outcome, in its order. */
        private static final List<BiConsumer<LoadBalancerListener, ServiceInstance>> FINISHED =
                Stream.of(Outcome.values()).map(OfBalancer::finishedWith).toList();

        private static BiConsumer<LoadBalancerListener, ServiceInstance> finishedWith(Outcome outcome) {
            return (listener, instance) -> listener.finished(instance, outcome);
        }

        @Override
        public void selected(ServiceInstance instance) {
            tell(all, instance, LoadBalancerListener::selected);
        }

        @Override
        public void missed() {
            tell(all, LoadBalancerListener::missed);
        }

        @Override
        public void finished(ServiceInstance instance, Outcome outcome) {
            tell(all, instance, FINISHED.get(outcome.ordinal()));
        }

        @Override
        public void ejected(ServiceInstance instance, String reason, long millis) {
            tell(all, listener -> listener.ejected(instance, reason, millis));
        }

        @Override
        public void returned(ServiceInstance instance) {
            tell(all, listener -> listener.returned(instance));
        }

        @Override
        public void panicked(String destination, int healthy, int instances) {
            tell(all, listener -> listener.panicked(destination, healthy, instances));
        }

        @Override
        public void planned(String service, String strategy, long revision, int instances) {
            tell(all, listener -> listener.planned(service, strategy, revision, instances));
        }
    }
}

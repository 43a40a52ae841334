package io.rollcall.internal.discovery;

import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.event.Subscription;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies the SDK's listener and the subscribers of one service of its changes, one at a time and in order, on the
 * given executor. A subscriber that throws is logged, and the others are still notified.
 *
 * <p><em>Concurrency:</em> threadsafe. Changes are delivered in the order of the calls, which the caller's lock
 * defines.
 */
final class ChangeNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotifier.class);

    private final List<Consumer<ServiceChangedEvent>> subscribers = new CopyOnWriteArrayList<>();
    private final BoundedExecutor executor;
    private final RollcallListener listener;

    /** @param listener is notified before the subscribers, and must not throw */
    ChangeNotifier(Executor executor, RollcallListener listener) {
        this.executor = new BoundedExecutor(executor, 1);
        this.listener = listener;
    }

    Subscription subscribe(Consumer<ServiceChangedEvent> subscriber) {
        Consumer<ServiceChangedEvent> registered = subscriber::accept;
        subscribers.add(registered);
        return () -> subscribers.remove(registered);
    }

    boolean hasSubscribers() {
        return !subscribers.isEmpty();
    }

    /** The snapshot was replaced, possibly by one with the same instances. */
    void refreshed(ServiceSnapshot before, ServiceSnapshot after) {
        boolean changed = !before.instances().equals(after.instances());
        try {
            executor.execute(() -> {
                if (changed) {
                    notifyChanged(ServiceChangedEvent.between(before, after));
                }
                listener.onServiceRefreshed(new ServiceRefreshedEvent(after));
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: {} is not published.", after, e);
        }
    }

    private void notifyChanged(ServiceChangedEvent event) {
        listener.onServiceChanged(event);
        for (Consumer<ServiceChangedEvent> subscriber : subscribers) {
            try {
                subscriber.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("A subscriber of {} failed; the others are notified.", event.service(), e);
            }
        }
    }
}

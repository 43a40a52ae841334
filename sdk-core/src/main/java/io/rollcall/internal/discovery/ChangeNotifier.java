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
 * Notifies the listener of the process, and the subscribers of one service, of its changes: one at a time and in order,
 * on the given executor. A subscriber that throws is logged, and the others are notified all the same.
 *
 * <p><em>Concurrency:</em> threadsafe; the order of changes is that of the caller's lock.
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
        Consumer<ServiceChangedEvent> own = subscriber::accept;
        subscribers.add(own);
        return () -> subscribers.remove(own);
    }

    boolean hasSubscribers() {
        return !subscribers.isEmpty();
    }

    /** The snapshot was replaced; the instances may be the same. */
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
            LOG.debug("The executor is closed: nobody is notified of {}.", after, e);
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

package io.rollcall.discovery;

import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registry.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one service. They hear of changes one at a time and in order, on the executor that was handed in;
 * one that throws is logged, and the others hear it all the same.
 *
 * <p><em>Concurrency:</em> threadsafe; changes are put in order by their caller's lock.
 */
final class Audience {
    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private final List<BiConsumer<ServiceSnapshot, ServiceSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Lane lane;
    private final Discovery.Services services;

    /** @param services hears of everything, before the listeners do */
    Audience(Executor executor, Discovery.Services services) {
        this.lane = new Lane(executor, 1);
        this.services = services;
    }

    Watch add(BiConsumer<ServiceSnapshot, ServiceSnapshot> listener) {
        BiConsumer<ServiceSnapshot, ServiceSnapshot> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** The service was heard of; its instances may be the same. */
    void heard(ServiceSnapshot before, ServiceSnapshot after) {
        boolean changed = !before.instances().equals(after.instances());
        try {
            lane.execute(() -> {
                if (changed) {
                    services.changed(before, after);
                    listeners.forEach(listener -> tell(listener, before, after));
                }
                services.refreshed(after);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: nobody is told of {}.", after, e);
        }
    }

    private static void tell(
            BiConsumer<ServiceSnapshot, ServiceSnapshot> listener, ServiceSnapshot before, ServiceSnapshot after) {
        try {
            listener.accept(before, after);
        } catch (RuntimeException e) {
            LOG.warn("A listener of {} failed; the others go on.", after.service(), e);
        }
    }
}

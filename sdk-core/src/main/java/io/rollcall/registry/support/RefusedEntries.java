package io.rollcall.registry.support;

import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops illegal entries from a registry's lists: each response's number of them is reported, and each kind of error is
 * logged once, so that a list that stays wrong does not fill the log. For backends that parse lists of instances or
 * service names. Threadsafe.
 *
 * @since 0.1
 */
public final class RefusedEntries {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedEntries.class);
    private static final int MAX_LOGGED = 32;

    private final String endpoint;
    private final ObjIntConsumer<String> reporter;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /**
     * Drops entries of one endpoint.
     *
     * @param endpoint its name in the log
     * @param reporter receives the service and the number of dropped entries for each list that has any; an empty
     *     service for the list of services. See {@link io.rollcall.registry.BackendContext#refusedEntries()}
     */
    public RefusedEntries(String endpoint, ObjIntConsumer<String> reporter) {
        this.endpoint = endpoint;
        this.reporter = reporter;
    }

    /**
     * Reads a list of {@code service} and returns its legal entries, in their order.
     *
     * @param read throws an {@link IllegalArgumentException} for an illegal entry; the message begins with the
     *     offending field
     */
    public <E, T> List<T> legal(String service, Iterable<E> entries, Function<? super E, ? extends T> read) {
        List<T> legal = new ArrayList<>();
        int dropped = 0;
        for (E entry : entries) {
            try {
                legal.add(read.apply(entry));
            } catch (IllegalArgumentException e) {
                logOnce(service, e);
                dropped++;
            }
        }
        if (dropped > 0) {
            reporter.accept(service, dropped);
        }
        return legal;
    }

    /** Returns the names that are legal service names, sorted and without duplicates. */
    public List<String> legalNames(Iterable<String> names) {
        List<String> legal = new ArrayList<>();
        int dropped = 0;
        for (String name : names) {
            try {
                ServiceInstance.named(name);
                legal.add(name);
            } catch (IllegalArgumentException e) {
                logOnce("the list of services", e);
                dropped++;
            }
        }
        if (dropped > 0) {
            reporter.accept("", dropped);
        }
        return legal.stream().sorted().distinct().toList();
    }

    private void logOnce(String list, IllegalArgumentException error) {
        String message = String.valueOf(error.getMessage());
        String kind = message.split("[.: ]", 2)[0];
        if (logged.size() < MAX_LOGGED && logged.add(kind)) {
            LOG.warn(
                    "{}: an entry of {} was dropped: {}. Further ones of this kind are not logged. Next: correct it in"
                            + " the registry.",
                    endpoint,
                    list,
                    message);
        }
    }
}

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
 * Entries of a registry's answers that are illegal and are left out: counted, and told once for each kind of fault, so
 * that a list that stays bad does not fill the log. Threadsafe.
 */
public final class BadEntries {
    private static final Logger LOG = LoggerFactory.getLogger(BadEntries.class);
    private static final int MAX_KINDS = 32;

    private final String endpoint;
    private final ObjIntConsumer<String> refused;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * Those of one endpoint.
     *
     * @param endpoint for the log
     * @param refused is told of each list of instances how many of its entries were left out, if there are any
     */
    public BadEntries(String endpoint, ObjIntConsumer<String> refused) {
        this.endpoint = endpoint;
        this.refused = refused;
    }

    /**
     * What is legal in a list of {@code service}.
     *
     * @param read throws an {@link IllegalArgumentException} for an entry that is to be left out, whose message begins
     *     with the field at fault
     */
    public <E, T> List<T> legal(String service, Iterable<E> entries, Function<? super E, ? extends T> read) {
        List<T> legal = new ArrayList<>();
        int bad = 0;
        for (E entry : entries) {
            try {
                legal.add(read.apply(entry));
            } catch (IllegalArgumentException e) {
                dropped(service, e);
                bad++;
            }
        }
        if (bad > 0) {
            refused.accept(service, bad);
        }
        return legal;
    }

    /** The names that a service may have, sorted and each once. */
    public List<String> legalNames(Iterable<String> names) {
        List<String> legal = new ArrayList<>();
        int bad = 0;
        for (String name : names) {
            try {
                ServiceInstance.named(name);
                legal.add(name);
            } catch (IllegalArgumentException e) {
                dropped("the list of services", e);
                bad++;
            }
        }
        if (bad > 0) {
            refused.accept("", bad);
        }
        return legal.stream().sorted().distinct().toList();
    }

    private void dropped(String list, IllegalArgumentException fault) {
        String message = String.valueOf(fault.getMessage());
        String kind = message.split("[.: ]", 2)[0];
        if (told.size() < MAX_KINDS && told.add(kind)) {
            LOG.warn(
                    "{}: an entry of {} was left out: {}. Others of this kind will not be told. Next: correct it in the"
                            + " registry.",
                    endpoint,
                    list,
                    message);
        }
    }
}

package io.rollcall.consul;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries of a registry's answers that are illegal and were left out: counted, and told once for each kind of fault, so
 * that a list that stays bad does not fill the log. Threadsafe.
 */
final class BadEntries {
    private static final Logger LOG = LoggerFactory.getLogger(BadEntries.class);
    private static final int MAX_KINDS = 32;

    private final String endpoint;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final LongAdder count = new LongAdder();

    BadEntries(String endpoint) {
        this.endpoint = endpoint;
    }

    /** @param fault whose message begins with the field at fault */
    void dropped(String service, IllegalArgumentException fault) {
        count.increment();
        String message = String.valueOf(fault.getMessage());
        String kind = message.split("[.: ]", 2)[0];
        if (told.size() < MAX_KINDS && told.add(kind)) {
            LOG.warn(
                    "{}: an entry of {} was left out: {}. Others of this kind will not be told. Next: correct it in the"
                            + " registry.",
                    endpoint,
                    service,
                    message);
        }
    }

    long count() {
        return count.sum();
    }
}

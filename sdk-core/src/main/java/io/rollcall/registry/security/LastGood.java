package io.rollcall.registry.security;

import java.util.function.UnaryOperator;
import org.slf4j.Logger;

/**
 * A value that is read repeatedly from files that may be replaced. While it cannot be read, the previous value stays in
 * force, which is logged once for each reason.
 *
 * <p><em>Concurrency:</em> threadsafe; the value is read under this object's monitor.
 */
final class LastGood<T> {
    private final Logger log;
    private final String prefix;
    private T value;
    private String problem = "";

    /** @param prefix the start of the message while the previous value stays in force */
    LastGood(T first, Logger log, String prefix) {
        this.value = first;
        this.log = log;
        this.prefix = prefix;
    }

    /**
     * Reads again and returns the newest usable value.
     *
     * @param reread gets the current value and returns it if the files are unchanged; throws an
     *     {@link IllegalArgumentException} if they are unreadable or unusable
     */
    synchronized T refresh(UnaryOperator<T> reread) {
        try {
            value = reread.apply(value);
            problem = "";
        } catch (IllegalArgumentException e) {
            report(String.valueOf(e.getMessage()));
        }
        return value;
    }

    /** The last value, without reading again. */
    synchronized T current() {
        return value;
    }

    private void report(String why) {
        if (!why.equals(problem)) {
            problem = why;
            log.warn("{}: {}", prefix, why);
        }
    }
}

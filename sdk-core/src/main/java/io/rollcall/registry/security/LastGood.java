package io.rollcall.registry.security;

import java.util.function.UnaryOperator;
import org.slf4j.Logger;

/**
 * A value that is read from files again and again, because others replace them. While it cannot be read, the value
 * before stays in force; that is logged once for each reason.
 *
 * <p><em>Concurrency:</em> threadsafe; the value is read under this object's monitor.
 */
final class LastGood<T> {
    private final Logger log;
    private final String keeping;
    private T value;
    private String problem = "";

    /** @param keeping begins the message while the value before stays in force */
    LastGood(T first, Logger log, String keeping) {
        this.value = first;
        this.log = log;
        this.keeping = keeping;
    }

    /**
     * The newest value.
     *
     * @param reread gets the present value and returns it if the files are unchanged; throws an
     *     {@link IllegalArgumentException} if they cannot be read or used
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

    /** The value as it was read last. */
    synchronized T current() {
        return value;
    }

    private void report(String why) {
        if (!why.equals(problem)) {
            problem = why;
            log.warn("{}: {}", keeping, why);
        }
    }
}

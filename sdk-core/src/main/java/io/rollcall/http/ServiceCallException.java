package io.rollcall.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * No instance answered a balanced call: there is none that may take it, or none of those tried answered in time. The
 * message says who was tried and why that failed; the cause is the last failure, those before it are suppressed.
 */
public final class ServiceCallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String service;

    /** A failed call to {@code service}. */
    public ServiceCallException(String service, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.service = service;
    }

    /** The service that was called. */
    public String service() {
        return service;
    }
}

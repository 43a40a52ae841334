package io.rollcall.loadbalancer;

import io.rollcall.model.RollcallException;

/**
 * No instance may take the call. The message lists what each stage of the policy left over, and what to do.
 *
 * @since 0.1
 */
public final class NoInstanceException extends RollcallException {
    private static final long serialVersionUID = 1L;

    private final String service;

    NoInstanceException(String service, String message) {
        super(message);
        this.service = service;
    }

    /** The service that was called. */
    public String service() {
        return service;
    }
}

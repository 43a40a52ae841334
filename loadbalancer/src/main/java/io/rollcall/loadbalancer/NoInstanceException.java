package io.rollcall.loadbalancer;

import io.rollcall.model.RollcallException;

/** No instance may take the call. The message says which rules left how many, and what to do. */
public final class NoInstanceException extends RollcallException {
    private static final long serialVersionUID = 1L;

    private final String service;

    NoInstanceException(String service, String message) {
        super(message, null);
        this.service = service;
    }

    /** The service that was called. */
    public String service() {
        return service;
    }
}

package io.rollcall.loadbalancer;

/** No instance may take the call. The message says which rules left how many, and what to do. */
public final class NoInstanceException extends RuntimeException {
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

package io.rollcall.mock;

/**
 * The registry could not listen on the requested address.
 *
 * @since 0.1
 */
public final class PortUnavailableException extends RuntimeException {
    private final String host;
    private final int port;

    PortUnavailableException(String host, int port, Throwable cause) {
        super(
                "port: " + port + " on " + host + " cannot be used: " + cause
                        + " (expected: a free port of an address of this machine). Stop what listens there, or choose"
                        + " another port; 0 takes any free one.",
                cause);
        this.host = host;
        this.port = port;
    }

    /** The requested host. */
    public String host() {
        return host;
    }

    /** The requested port. */
    public int port() {
        return port;
    }
}

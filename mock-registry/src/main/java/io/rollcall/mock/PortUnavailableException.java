package io.rollcall.mock;

/** The registry could not listen where it was told to. */
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

    /** The host that was asked for. */
    public String host() {
        return host;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}

package io.rollcall.model;

/**
 * The metadata keys that Rollcall itself reads.
 *
 * @since 0.1
 */
public final class Metadata {
    /** The version of the instance's code, preferably SemVer: {@code 1.4.0}. */
    public static final String VERSION = "version";
    /** The environment: {@code prod}, {@code staging}, … */
    public static final String ENV = "env";
    /** The zone, data centre or rack: instances of one zone are near to each other. */
    public static final String ZONE = "zone";
    /** The share of traffic relative to others: an integer from 0 to 10,000. */
    public static final String WEIGHT = "weight";
    /** Prefix of further ports: {@code port.grpc} is read as {@code port("grpc")}. */
    public static final String PORT_PREFIX = "port.";

    private Metadata() {}
}

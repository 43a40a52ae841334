package io.rollcall.http;

/**
 * What a port in the URL of a balanced client's call means, as in {@code http://user-service:8080/}. An instance's port
 * is in the registry, so a call to a service needs none. Choose {@link #IGNORE} for code whose URLs were written for
 * DNS, such as that of Kubernetes or Docker Compose, and cannot be changed.
 *
 * @since 0.1
 */
public enum PortInUrl {
    /**
     * The URL names a socket: its host is looked up in DNS, and the call is not balanced. If DNS does not know the
     * host, the exception says how to have it balanced. The default port of the URL's scheme counts as none.
     */
    SOCKET,
    /** The port is ignored where the host is a service's name, and the call is balanced. */
    IGNORE
}
